"""Opus in Ogg whose first and last samples are as good as those between.

An encoder that starts from silence codes the first and the last milliseconds badly, which a loop would repeat at
every seam. So it is fed the end of the loop before the start and the start after the end; the Ogg header tells the
decoder to drop what came before (RFC 7845, pre-skip) and the last page where the loop ends (end trimming).
"""

from __future__ import annotations

import struct
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from composing.score import RATE

_PACKET = 960
_LEAD = 4 * _PACKET
_DELAY = 312
"""Samples by which libopus lags at 48 kHz."""


def _crc_table() -> list[int]:
    table = []
    for index in range(256):
        value = index << 24
        for _ in range(8):
            value = (value << 1) ^ (0x04C11DB7 if value & 0x80000000 else 0)
        table.append(value & 0xFFFFFFFF)
    return table


_CRC = _crc_table()


def _page(packets: list[bytes], granule: int, number: int, flags: int) -> bytes:
    """One Ogg page (RFC 3533) of whole packets."""
    lacing = b"".join(bytes([255] * (len(packet) // 255) + [len(packet) % 255]) for packet in packets)
    head = struct.pack("<4sBBqIIIB", b"OggS", 0, flags, granule, 0x50524C31, number, 0, len(lacing)) + lacing
    page = head + b"".join(packets)
    value = 0
    for byte in page:
        value = (value << 8 & 0xFFFFFFFF) ^ _CRC[value >> 24 ^ byte]
    return page[:22] + struct.pack("<I", value) + page[26:]


def _packets(sound: np.ndarray, rate: int) -> list[bytes]:
    codec = av.CodecContext.create("libopus", "w")
    codec.sample_rate, codec.layout, codec.format, codec.bit_rate = RATE, "stereo", "flt", rate
    codec.time_base = Fraction(1, RATE)
    codec.options = {"application": "audio", "vbr": "on", "compression_level": "10", "frame_duration": "20"}
    out = []
    for start in range(0, sound.shape[1], _PACKET):
        block = np.ascontiguousarray(sound[:, start : start + _PACKET].T, np.float32).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(block, "flt", "stereo")
        frame.sample_rate, frame.pts = RATE, start
        out += [bytes(packet) for packet in codec.encode(frame)]
    return out + [bytes(packet) for packet in codec.encode(None)]


def write(sound: np.ndarray, path: Path, *, rate: int, title: str, loop: bool) -> None:
    """Write a sound at ``rate`` bits a second; ``loop`` says whether its end leads into its start."""
    length = sound.shape[1]
    if loop:
        around = np.concatenate((sound[:, -_LEAD:], sound, sound[:, : 4 * _PACKET]), axis=1)
    else:
        around = np.pad(sound, ((0, 0), (_LEAD, 4 * _PACKET)))
    around = np.pad(around, ((0, 0), (0, -around.shape[1] % _PACKET)))
    skip, end = _LEAD + _DELAY, _LEAD + _DELAY + length
    packets = _packets(around, rate)[: -(-end // _PACKET)]
    comment = f"TITLE={title}".encode()
    vendor = b"pitchreel"
    tags = b"OpusTags" + struct.pack("<I", len(vendor)) + vendor + struct.pack("<II", 1, len(comment)) + comment
    pages = [
        _page([b"OpusHead" + struct.pack("<BBHIhB", 1, 2, skip, RATE, 0, 0)], 0, 0, 2),
        _page([tags], 0, 1, 0),
    ]
    for first in range(0, len(packets), 25):
        group = packets[first : first + 25]
        last = first + 25 >= len(packets)
        granule = end if last else (first + len(group)) * _PACKET
        pages.append(_page(group, granule, len(pages), 4 if last else 0))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(pages))


def read(path: Path) -> np.ndarray:
    """Decode a file whole."""
    with av.open(str(path)) as container:
        return np.concatenate([frame.to_ndarray() for frame in container.decode(audio=0)], axis=1)
