"""One clip, watched and made over."""

from __future__ import annotations

import struct
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from drawings import clip, encode, moving, room
from PIL import Image

from pitchreel.errors import MediaError, OutputError
from pitchreel.product.clips import Clip, examine_clip

PIXELS = 80_000_000


def examine(folder: Path, data: bytes) -> Clip:
    (folder / "source").write_bytes(data)
    return examine_clip(str(folder / "source"), str(folder), "seen", PIXELS)


def frames_of(path: Path) -> list[av.VideoFrame]:
    with av.open(str(path)) as container:
        return list(container.decode(video=0))


def test_a_clip_becomes_a_file_to_trust(tmp_path: Path) -> None:
    seen = examine(tmp_path, clip(moving(30), sound=True))
    with av.open(str(tmp_path / seen.path)) as container:
        assert [stream.type for stream in container.streams] == ["video"]
        stream = container.streams.video[0]
        assert (stream.codec.name, stream.pix_fmt, stream.average_rate) == ("h264", "yuv420p", Fraction(12))
        times = [frame.pts * frame.time_base for frame in container.decode(stream)]
    assert times == [Fraction(index, 12) for index in range(30)]
    assert seen.duration_ms == 2500
    with Image.open(tmp_path / seen.poster) as poster:
        assert poster.size == (seen.width, seen.height) == (320, 240)


def test_any_place_is_near_a_key_frame(tmp_path: Path) -> None:
    seen = examine(tmp_path, clip(moving(48)))
    keys = [index for index, frame in enumerate(frames_of(tmp_path / seen.path)) if frame.key_frame]
    assert keys[0] == 0
    assert max(np.diff([*keys, 48])) <= 6


def test_webm_is_read_too(tmp_path: Path) -> None:
    assert examine(tmp_path, clip(moving(20), kind="webm")).width == 320


def test_uneven_times_become_a_constant_rate(tmp_path: Path) -> None:
    times = [0, 40, 80, 500, 540, 1000, 1040, 1080, 1500, 1540]
    seen = examine(tmp_path, clip(moving(10), times=times, rate=25))
    with av.open(str(tmp_path / seen.path)) as container:
        times_out = [frame.pts * frame.time_base for frame in container.decode(video=0)]
    assert len(set(np.diff([float(time) for time in times_out]).round(6))) == 1
    assert 1.4 < seen.duration_ms / 1000 < 1.8


MATRICES = {90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}
"""How a camera notes by how much a clip must be turned clockwise (ISO 14496-12, track header)."""


@pytest.mark.parametrize("clockwise", [90, 180, 270])
def test_a_turned_clip_comes_out_upright(tmp_path: Path, clockwise: int) -> None:
    frames = [frame.copy() for frame in moving(12)]
    for frame in frames:
        frame[:60, :60] = (255, 0, 0)
    data = bytearray(clip(frames))
    a, b, c, d = MATRICES[clockwise]
    at = data.index(b"tkhd") + 44
    data[at : at + 36] = struct.pack(">9i", a << 16, b << 16, 0, c << 16, d << 16, 0, 0, 0, 1 << 30)
    seen = examine(tmp_path, bytes(data))
    assert (seen.width, seen.height) == ((240, 320) if clockwise != 180 else (320, 240))
    first = frames_of(tmp_path / seen.path)[0].to_ndarray(format="rgb24")
    upright = np.rot90(first, clockwise // 90)  # counted against the clock
    assert upright[20, 20, 0] > 200
    assert upright[20, 20, 1] < 70


def test_odd_sizes_become_even_and_large_ones_fit(tmp_path: Path) -> None:
    seen = examine(tmp_path, clip([frame[:239, :319] for frame in moving(6)]))
    assert (seen.width % 2, seen.height % 2) == (0, 0)
    large = examine(tmp_path, clip([room(2560, 1440, seed) for seed in range(4)]))
    assert (large.width, large.height) == (1920, 1080)


def test_a_fast_clip_is_halved(tmp_path: Path) -> None:
    seen = examine(tmp_path, clip(moving(60), rate=60))
    with av.open(str(tmp_path / seen.path)) as container:
        assert container.streams.video[0].average_rate == 30
    assert seen.duration_ms == 1000


def test_the_liveliest_stretch_is_found(tmp_path: Path) -> None:
    still = moving(16 * 12, still=range(9 * 12))  # nothing moves for nine seconds, then it does
    seen = examine(tmp_path, clip(still))
    start, end = seen.stretch_ms
    assert end - start == pytest.approx(6000, abs=200)
    assert start >= 8000
    assert end <= seen.duration_ms


def test_of_a_long_clip_the_lively_part_is_kept(tmp_path: Path) -> None:
    frames = moving(50 * 12, width=96, height=64, still=range(33 * 12))
    seen = examine(tmp_path, clip(frames))
    assert seen.kept_of_ms == pytest.approx(50_000, abs=200)
    assert seen.duration_ms == pytest.approx(20_000, abs=200)
    pictures = [frame.to_ndarray(format="gray").astype(int) for frame in frames_of(tmp_path / seen.path)]
    start, end = (round(time * 12 / 1000) for time in seen.stretch_ms)
    change = [float(np.abs(b - a).mean()) for a, b in zip(pictures[start:end], pictures[start + 1 : end], strict=False)]
    assert np.mean(change) > 1


def test_the_focus_follows_what_moves(tmp_path: Path) -> None:
    ground = room(320, 240) // 6 + 90
    frames = []
    for index in range(36):
        frame = ground.copy()
        y = 20 + (index * 7) % 150
        frame[y : y + 50, 240:290] = (250, 230, 40)
        frames.append(frame)
    seen = examine(tmp_path, clip(frames))
    assert seen.focus[0] == pytest.approx(0.83, abs=0.13)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0\0\0\x18ftypisom" + bytes(500),
        clip(moving(12))[:900],
        encode(room(300, 300), "JPEG"),
        b"#EXTM3U\nfile:///etc/passwd",
        clip(moving(1)),
    ],
    ids=["nothing", "header", "cut", "picture", "playlist", "one frame"],
)
def test_what_is_no_usable_clip_is_said_so(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(MediaError) as caught:
        examine(tmp_path, data)
    assert caught.value.hint
    assert str(tmp_path) not in str(caught.value)


def test_a_clip_over_the_pixel_limit_is_refused(tmp_path: Path) -> None:
    (tmp_path / "source").write_bytes(clip(moving(6)))
    with pytest.raises(MediaError, match="320 x 240"):
        examine_clip(str(tmp_path / "source"), str(tmp_path), "seen", 50_000)


@pytest.mark.parametrize("name", ["seen.mp4", "seen.jpg"])
def test_a_full_disk_is_an_output_error(tmp_path: Path, name: str) -> None:
    (tmp_path / name).symlink_to("/dev/full")
    with pytest.raises(OutputError, match="No space left"):
        examine(tmp_path, clip(moving(40)))
