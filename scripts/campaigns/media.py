"""Media: malformed pictures and clips, and hand-made bombs; each must end in a picture, a clip or a MediaError."""

from __future__ import annotations

import io
import random
import resource
import struct
import time
import zlib
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import av
import numpy as np
from PIL import Image, ImageDraw

from pitchreel.child import Child
from pitchreel.config import Settings
from pitchreel.errors import MediaError
from pitchreel.product.clips import examine_clip
from pitchreel.product.pictures import LONGEST_SIDE, examine_picture

COUNT = 500
SECONDS = 10.0
"""CPU time of one file."""

_FORMATS = {
    "jpg": {"format": "JPEG", "quality": 85},
    "png": {"format": "PNG"},
    "webp": {"format": "WEBP", "quality": 80},
    "gif": {"format": "GIF"},
    "avif": {"format": "AVIF", "quality": 60, "speed": 10},
}
_CODECS = {"mp4": "libx264", "webm": "libvpx-vp9"}


def run(count: int, seed: int, output: Path) -> dict[str, Any]:
    """Look at ``count`` broken files and at every bomb; whatever is not a result or a MediaError is a failure."""
    settings = Settings()
    outcomes: Counter[str] = Counter()
    failures: list[str] = []
    slowest = 0.0
    chance = random.Random(seed)
    cases = [(f"bomb {name}", make) for name, make in BOMBS.items()]
    cases += [(f"broken {number}", lambda: broken(chance)) for number in range(count)]
    source = output / "case"
    with Child(memory=settings.child_memory) as child:
        for name, make in cases:
            source.write_bytes(make())
            for examine in _examiners(source):
                began = time.monotonic()
                try:
                    child.run(examine, str(source), str(output), "seen", settings.picture_pixels, seconds=SECONDS)
                    outcomes["read"] += 1
                    _check(output)
                except MediaError as error:
                    outcomes["refused"] += 1
                    if not (error.what and error.hint) and "cannot be read" not in error.what:
                        failures.append(f"{name}: an error without words: {error}")
                except Exception as error:
                    failures.append(f"{name}: {type(error).__name__}: {error}"[:300])
                slowest = max(slowest, time.monotonic() - began)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    if peak > settings.child_memory:
        failures.append(f"a child took {peak / 1e6:.0f} MB")
    return {
        "failed": len(failures),
        "failures": failures,
        "files": len(cases),
        "bombs": len(BOMBS),
        "outcomes": dict(outcomes),
        "slowest_seconds": round(slowest, 2),
        "largest_child_mb": round(peak / 1e6),
    }


def _examiners(source: Path) -> list[Callable[..., object]]:
    """Both doors for what could be either; the likelier one for the rest."""
    head = source.read_bytes()[:64]
    is_clip = (b"ftyp" in head and b"avif" not in head) or head.startswith(b"\x1a\x45")
    return [examine_clip] if is_clip else [examine_picture]


def _check(output: Path) -> None:
    """What was written from a foreign file must itself be sound."""
    for path in output.glob("seen*"):
        if path.suffix in (".png", ".jpg"):
            with Image.open(path) as picture:
                picture.load()
                assert max(picture.size) <= LONGEST_SIDE, picture.size
        path.unlink()


def broken(chance: random.Random) -> bytes:
    """A file that was sound, and then was not: cut, flipped, zeroed, repeated, swapped or mislabelled."""
    kind = chance.choice([*_FORMATS, *_FORMATS, *_CODECS])
    data = bytearray(sound(kind))
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(data))
        size = chance.randint(1, max(1, min(len(data) // 4, 4000)))
        match chance.choice(["cut", "flip", "flip", "header", "zero", "repeat", "drop", "swap", "noise"]):
            case "cut":
                del data[max(20, at) :]
            case "flip":
                for _ in range(chance.randint(1, 40)):
                    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            case "header":
                for _ in range(chance.randint(1, 8)):
                    data[chance.randrange(min(120, len(data)))] = chance.choice(
                        [0, 255, 127, 128, chance.randrange(256)]
                    )
            case "zero":
                data[at : at + size] = bytes(len(data[at : at + size]))
            case "repeat":
                data[at:at] = data[at : at + size]
            case "drop" if len(data) > size + 40:
                del data[at : at + size]
            case "swap":
                other = sound(chance.choice([*_FORMATS, *_CODECS]))
                data[at:] = other[at:]
            case _:
                data += chance.randbytes(size)
        if len(data) < 4:
            break
    return bytes(data)


@cache
def sound(kind: str) -> bytes:
    """A sound small picture or clip."""
    return _clip(kind) if kind in _CODECS else _picture(kind)


def _picture(kind: str) -> bytes:
    picture = Image.new("RGB", (320, 260), "white")
    draw = ImageDraw.Draw(picture)
    draw.ellipse((70, 50, 250, 220), fill=(20, 90, 160))
    draw.rectangle((120, 90, 200, 180), fill=(230, 170, 40))
    out = io.BytesIO()
    picture.save(out, **_FORMATS[kind])  # type: ignore[arg-type]
    return out.getvalue()


def _clip(kind: str) -> bytes:
    out = io.BytesIO()
    with av.open(out, "w", format=kind) as container:
        stream: Any = container.add_stream(_CODECS[kind], rate=Fraction(12))
        stream.width, stream.height, stream.pix_fmt = 160, 120, "yuv420p"
        stream.options = {"deadline": "realtime", "cpu-used": "8"} if kind == "webm" else {"preset": "ultrafast"}
        for index in range(18):
            pixels = np.full((120, 160, 3), 40, dtype=np.uint8)
            pixels[30:80, 5 + 6 * index : 45 + 6 * index] = (220, 60, 30)
            for packet in stream.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24")):
                container.mux(packet)
        for packet in stream.encode():
            container.mux(packet)
    return out.getvalue()


# Bombs


def png(width: int, height: int, *chunks: tuple[bytes, bytes], colour: int = 2, rows: bytes = b"") -> bytes:
    """A PNG of any size that says it has ``rows``, uncompressed."""
    parts = [b"\x89PNG\r\n\x1a\n"]
    header = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    for name, data in ((b"IHDR", header), *chunks, (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b"")):
        parts.append(struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)))
    return b"".join(parts)


def _rows(width: int, height: int, samples: int = 3) -> bytes:
    return bytes((width * samples + 1) * height)


def _large_png() -> bytes:
    """30,000 x 30,000 pixels, complete and decodable, in a few hundred kilobytes."""
    width = height = 30_000
    engine = zlib.compressobj(9)
    row = bytes(width // 8 + 1)
    body = b"".join(engine.compress(row * 500) for _ in range(height // 500)) + engine.flush()
    parts = [b"\x89PNG\r\n\x1a\n"]
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    for name, data in ((b"IHDR", header), (b"IDAT", body), (b"IEND", b"")):
        parts.append(struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)))
    return b"".join(parts)


def _large_jpeg() -> bytes:
    data = bytearray(sound("jpg"))
    at = data.index(b"\xff\xc0") + 5
    data[at : at + 4] = struct.pack(">HH", 65500, 65500)
    return bytes(data)


def _many_frames() -> bytes:
    out = io.BytesIO()
    frames = [Image.new("P", (64, 64), index % 256) for index in range(600)]
    frames[0].save(out, format="GIF", save_all=True, append_images=frames[1:])
    return out.getvalue()


def _large_gif() -> bytes:
    return (
        b"GIF89a"
        + struct.pack("<HH", 65535, 65535)
        + b"\x80\x00\x00"
        + bytes(6)
        + b"\x2c"
        + struct.pack("<HHHH", 0, 0, 65535, 65535)
        + b"\x00\x02\x02\x44\x01\x00;"
    )


def _outside_reference() -> bytes:
    """An MP4 whose samples are said to lie in another file."""
    data = bytearray(sound("mp4"))
    at = data.find(b"url \x00\x00\x00\x01")
    if at > 0:
        data[at + 7] = 0
    return bytes(data)


def _sound_only() -> bytes:
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as container:
        stream: Any = container.add_stream("aac", rate=48000)
        for index in range(20):
            frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), format="fltp", layout="mono")
            frame.sample_rate, frame.pts = 48000, index * 1024
            for packet in stream.encode(frame):
                container.mux(packet)
        for packet in stream.encode():
            container.mux(packet)
    return out.getvalue()


BOMBS: dict[str, Callable[[], bytes]] = {
    "png 30,000 x 30,000": _large_png,
    "png header of 2^31 pixels a side": lambda: png(2**31 - 1, 2**31 - 1),
    "png just under the limit, all zeros": lambda: png(8900, 8900, rows=_rows(8900, 8900, 1), colour=0),
    "png 1 x 79,000,000": lambda: png(1, 79_000_000, rows=bytes(2 * 79_000_000), colour=0),
    "png truncated": lambda: png(2000, 2000, rows=_rows(2000, 900)),
    "png cut in the middle": lambda: sound("png")[: len(sound("png")) // 2],
    "png with a text of 80 MB": lambda: png(
        9, 9, (b"zTXt", b"k\0\0" + zlib.compress(bytes(80_000_000), 9)), rows=_rows(9, 9)
    ),
    "png with a profile of 80 MB": lambda: png(
        200, 200, (b"iCCP", b"k\0\0" + zlib.compress(bytes(80_000_000), 9)), rows=_rows(200, 200)
    ),
    "png with rows for a thousand": lambda: png(100, 100, rows=_rows(100, 100_000)),
    "jpeg 65,500 x 65,500": _large_jpeg,
    "gif 65,535 x 65,535": _large_gif,
    "gif of 600 frames": _many_frames,
    "svg": lambda: (
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script><image href="file:///etc/passwd"/></svg>'
    ),
    "svg of a billion laughs": lambda: (
        b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><svg>&b;</svg>'
    ),
    "page called picture": lambda: b"<!doctype html><html><body><h1>Not found</h1></body></html>",
    "nothing": lambda: b"",
    "one byte": lambda: b"\xff",
    "postscript": lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\nshowpage\n",
    "tiff": lambda: b"II*\0" + bytes(400),
    "playlist": lambda: b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n",
    "concat": lambda: b"ffconcat version 1.0\nfile /etc/passwd\n",
    "mp4 box of 2^60 bytes": lambda: struct.pack(">I4sQ", 1, b"ftyp", 2**60) + b"isom" + bytes(600),
    "mp4 brand and nothing else": lambda: struct.pack(">I4s4sI", 16, b"ftyp", b"isom", 0),
    "mp4 with samples elsewhere": _outside_reference,
    "mp4 of sound alone": _sound_only,
    "mp4 cut in the middle": lambda: sound("mp4")[: len(sound("mp4")) // 2],
    "webm header and noise": lambda: sound("webm")[:300] + bytes(range(256)) * 400,
    "avif header and noise": lambda: sound("avif")[:200] + bytes(range(256)) * 40,
}
