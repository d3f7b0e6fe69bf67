"""The finished file: its container, its joins, and that it is whole or not there at all."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from pitchreel.config import Settings
from pitchreel.documents.timeline import Asset, ClipLayer, PictureLayer, Timeline
from pitchreel.errors import InputError, MediaError, OutputError
from pitchreel.render import render_frame, render_video, segments, write_cover
from pitchreel.render.film import render
from pitchreel.render.segments import cut

from .conftest import box, film_of, ground

FAST = Settings(preset="ultrafast", quality=16)


@pytest.fixture(scope="module")
def film(everything: Timeline, props: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("film") / "ad.mp4"
    render_video(everything, props, path, processes=2, settings=Settings())
    return path


def test_the_file_is_what_platforms_want(film: Path, everything: Timeline) -> None:
    with av.open(str(film)) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        context = video.codec_context
        assert (context.name, context.profile, context.pix_fmt) == ("h264", "High", "yuv420p")
        assert (context.width, context.height) == (everything.width, everything.height)
        assert (context.colorspace, context.color_primaries, context.color_trc, context.color_range) == (1, 1, 1, 1)
        assert video.average_rate == video.guessed_rate == 30
        assert (audio.codec_context.name, audio.codec_context.profile) == ("aac", "LC")
        assert (audio.codec_context.sample_rate, audio.codec_context.layout.name) == (48000, "stereo")
        assert container.duration / av.time_base == pytest.approx(3.0, abs=0.03)
    whole = film.read_bytes()
    assert whole.index(b"moov") < whole.index(b"mdat")


def test_the_note_can_be_read_by_machines(film: Path) -> None:
    with av.open(str(film)) as container:
        note = json.loads(container.metadata["comment"])
        assert container.metadata["description"] == "Voice and presenter are synthetic."
    assert note["synthetic"] == {"voice": True, "presenter": True}
    assert note["digitalSourceType"].startswith("http://cv.iptc.org/")


def test_whoever_waits_for_the_next_film_holds_nothing_of_the_last(props: Path, tmp_path: Path) -> None:
    # A scaler's threads would be missing in the processes forked for the next film, which wait for them for ever.
    clip = ClipLayer(id="clip", start=0, end=60, box=box(0, 0, 320, 180), asset="clip")
    moving = film_of(clip, frames=60)
    for _ in range(2):
        render_video(moving, props, tmp_path / "ad.mp4", processes=2, settings=FAST)
    waiting = [foreman for foreman in segments._idle if foreman.thread == threading.get_native_id()]
    assert waiting
    for foreman in waiting:
        own = Path(f"/proc/{foreman._process.pid}")
        deadline = time.monotonic() + 5
        while (held := [name for name in held_by(own) if "clip" in name]) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert held == []
        assert len(list((own / "task").iterdir())) == 1


def held_by(process: Path) -> list[str]:
    return [str(fd.readlink()) for fd in (process / "fd").iterdir()]


def frames_of(path: Path) -> list[tuple[int, np.ndarray]]:
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        return [
            (round(frame.pts * frame.time_base * stream.average_rate), frame.to_ndarray(format="rgb24"))
            for frame in container.decode(stream)
        ]


def test_joined_segments_have_every_frame_once_and_in_order(film: Path, everything: Timeline, props: Path) -> None:
    frames = frames_of(film)
    assert [number for number, _ in frames] == list(range(everything.frames))
    assert len(cut(everything.frames, tuple(scene.start for scene in everything.scenes), 2)) > 1
    for number in (0, 29, 30, 31, 59, 60, 61, 89):
        expected = render_frame(everything, props, number)
        assert np.abs(frames[number][1].astype(int) - expected).mean() < 5, number


def test_packets_never_go_back_in_time(film: Path) -> None:
    with av.open(str(film)) as container:
        times = [packet.dts for packet in container.demux(video=0) if packet.dts is not None]
    assert all(later > earlier for earlier, later in pairwise(times))


def test_one_process_or_two_make_the_same_film(props: Path, everything: Timeline, tmp_path: Path) -> None:
    one, two = tmp_path / "one.mp4", tmp_path / "two.mp4"
    render_video(everything, props, one, processes=1, settings=FAST)
    render_video(everything, props, two, processes=2, settings=FAST)
    for (number, a), (other, b) in zip(frames_of(one), frames_of(two), strict=True):
        assert number == other
        assert np.abs(a.astype(int) - b).mean() < 1.5


def test_webm_is_vp9_and_opus(props: Path, tmp_path: Path) -> None:
    path = tmp_path / "ad.webm"
    made = render_video(film_of(ground(0, 30)), props, path, scale=0.5, fps=15, settings=Settings())
    assert (made.container, made.fps, made.frames) == ("webm", 15, 15)
    with av.open(str(path)) as container:
        assert container.format.name == "matroska,webm"
        assert container.streams.video[0].codec_context.name == "vp9"
        assert container.streams.audio[0].codec_context.name == "opus"
        assert "synthetic" in {key.lower(): value for key, value in container.metadata.items()}["comment"]


def test_a_preview_is_smaller_and_says_so(props: Path, everything: Timeline, tmp_path: Path) -> None:
    made = render_video(everything, props, tmp_path / "p.mp4", scale=1 / 3, fps=15, settings=Settings())
    assert (made.width, made.height, made.fps, made.frames, made.duration) == (90, 160, 15, 45, 3.0)
    assert [number for number, _ in frames_of(tmp_path / "p.mp4")] == list(range(45))


def test_progress_grows_to_one(props: Path, tmp_path: Path) -> None:
    seen: list[float] = []
    render_video(film_of(ground(0, 60), frames=60), props, tmp_path / "p.mp4", settings=FAST, progress=seen.append)
    assert seen == sorted(seen)
    assert seen[-1] == 1.0


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_bad_picture_is_named_and_nothing_is_left(props: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.png").write_bytes(b"nothing like a picture")
    bad = film_of(
        PictureLayer(id="p", start=0, end=30, box=box(0, 0, 100, 100), asset="bad"),
        assets={"bad": Asset(kind="picture", path="bad.png")},
        mix={},
    )
    out = tmp_path / "out"
    with pytest.raises(MediaError, match=r"bad\.png"):
        render_video(bad, tmp_path, out / "ad.mp4", settings=FAST)
    assert left_in(out) == []


def test_a_film_that_fails_leaves_the_old_one_alone(props: Path, tmp_path: Path) -> None:
    old = tmp_path / "ad.mp4"
    old.write_bytes(b"the film of yesterday")
    with pytest.raises(MediaError):
        render_video(film_of(ground(0, 30, asset="cut")), tmp_path, old, settings=FAST)
    assert old.read_bytes() == b"the film of yesterday"
    assert left_in(tmp_path) == ["ad.mp4"]


@pytest.mark.parametrize("name", ["ad.avi", "ad"])
def test_other_containers_are_refused(name: str, props: Path, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="neither"):
        render_video(film_of(ground(0, 30)), props, tmp_path / name, settings=FAST)


def test_a_frame_rate_must_divide_the_films(props: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="divide"):
        render_video(film_of(ground(0, 30)), props, tmp_path / "ad.mp4", fps=24, settings=FAST)


def test_an_output_that_cannot_be_written_is_one_clear_error(props: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "folder.mp4").mkdir()
    for path in (tmp_path / "file" / "ad.mp4", tmp_path / "folder.mp4"):
        with pytest.raises(OutputError):
            render_video(film_of(ground(0, 30)), props, path, settings=FAST)
        with pytest.raises(OutputError):
            write_cover(film_of(ground(0, 30)), props, path.with_suffix(".mp4"))
    assert left_in(tmp_path) == ["file", "folder.mp4"]


_RENDER = """
import resource, sys
from pathlib import Path
from pitchreel.config import Settings
from pitchreel.documents.timeline import Timeline
from pitchreel.errors import OutputError
from pitchreel.render import render_video
timeline, folder, output, limit = Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])
if limit:
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    print("begun", flush=True)
    render_video(Timeline.load(timeline), folder, output, settings=Settings())
except OutputError as error:
    print(error)
    sys.exit(error.exit_code)
except KeyboardInterrupt:
    sys.exit(130)
"""


def start(timeline: Timeline, props: Path, tmp_path: Path, limit: int = 0) -> tuple[subprocess.Popen[str], Path]:
    out = tmp_path / "out"
    out.mkdir()
    document = timeline.save(tmp_path / "timeline.json")
    command = [sys.executable, "-c", _RENDER, str(document), str(props), str(out / "ad.mp4"), str(limit)]
    environment = {**os.environ, "PITCHREEL_PROCESSES": "2"}
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment), out


def test_a_full_disk_is_one_clear_error(everything: Timeline, props: Path, tmp_path: Path) -> None:
    process, out = start(everything, props, tmp_path, limit=40_000)
    said, _ = process.communicate(timeout=60)
    assert process.returncode == OutputError.exit_code, said
    assert "cannot be written" in said
    assert left_in(out) == []


def descendants(pid: int) -> set[int]:
    found = {pid}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) in found and fields[0] != "Z":
            found.add(int(status.parent.name))
    return found - {pid}


def alive(pids: set[int]) -> bool:
    def runs(pid: int) -> bool:
        try:
            return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
        except OSError:
            return False

    return any(runs(pid) for pid in pids)


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_an_interruption_leaves_no_film_and_no_process(
    number: signal.Signals, everything: Timeline, props: Path, tmp_path: Path
) -> None:
    long = everything.model_copy(
        update={
            "frames": 18000,
            "scenes": (*everything.scenes[:-1], everything.scenes[-1].model_copy(update={"end": 18000})),
        }
    )
    process, out = start(long, props, tmp_path)
    assert process.stdout is not None
    process.stdout.readline()
    waited = time.monotonic() + 20
    while len(workers := descendants(process.pid)) < 2:
        assert time.monotonic() < waited
        time.sleep(0.05)
    process.send_signal(number)
    process.communicate(timeout=20)
    while alive(workers):
        assert time.monotonic() < waited + 10
        time.sleep(0.05)
    if number == signal.SIGINT:
        assert left_in(out) == []
    else:
        assert left_in(out)[0].startswith(".ad.mp4.")
        render_video(film_of(ground(0, 30)), props, out / "ad.mp4", settings=FAST)
        assert left_in(out) == ["ad.mp4"]


def test_memory_does_not_grow_with_the_film(props: Path, everything: Timeline, tmp_path: Path) -> None:
    def peak(times: int) -> int:
        scene = everything.scenes[0].model_copy(update={"end": 90 * times})
        layers = tuple(layer.model_copy(update={"end": 90 * times}) for layer in scene.layers)
        long = everything.model_copy(
            update={"frames": 90 * times, "scenes": (scene.model_copy(update={"layers": layers}),), "captions": ()}
        )
        made = render(
            long,
            props,
            tmp_path / "ad.mp4",
            scale=1.0,
            fps=None,
            processes=1,
            settings=FAST,
            progress=lambda done: None,
        )
        return max(made.usage.peaks)

    short, long = peak(1), peak(4)
    assert long < 1.1 * short


def test_the_cover_is_a_jpeg_of_its_frame(props: Path, everything: Timeline, tmp_path: Path) -> None:
    path = write_cover(everything, props, tmp_path / "ad.jpg")
    assert path.read_bytes()[:3] == b"\xff\xd8\xff"
    assert left_in(tmp_path) == ["ad.jpg"]


@pytest.mark.parametrize("processes", [1, 2, 4])
@pytest.mark.parametrize("frames", [1, 30, 90, 450, 1800, 18000])
def test_cuts_cover_the_film(frames: int, processes: int) -> None:
    scenes = tuple(range(0, frames, 77))
    pieces = cut(frames, scenes, processes)
    assert pieces[0][0] == 0
    assert pieces[-1][1] == frames
    assert all(a[1] == b[0] for a, b in pairwise(pieces))
    assert all(end > start for start, end in pieces)


@pytest.mark.parametrize("processes", [2, 3, 4])
def test_the_last_pieces_are_short(processes: int) -> None:
    lengths = [end - start for start, end in cut(1800, (), processes)]
    assert max(lengths[-processes:]) < min(lengths[:processes]) / 2
