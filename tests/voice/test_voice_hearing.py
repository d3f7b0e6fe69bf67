"""A recording without its text: when somebody speaks in it, and how far the mouth is open."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest
from saying import ENGLISH, script_of

from pitchreel.documents import Narration
from pitchreel.documents.narration import OWN
from pitchreel.errors import MediaError
from pitchreel.presenter import mouth_openings, perform
from pitchreel.voice import hear, speak
from pitchreel.voice.filters import loudness
from pitchreel.voice.sound import read_wav, write_wav

RATE = 48000


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> tuple[Narration, Path]:
    """Two lines spoken here, with the truth about every sound."""
    folder = tmp_path_factory.mktemp("spoken")
    return speak(script_of(ENGLISH[0], ENGLISH[2]), folder=folder), folder / "audio/voice.wav"


@pytest.fixture(scope="module")
def heard(spoken: tuple[Narration, Path], tmp_path_factory: pytest.TempPathFactory) -> tuple[Narration, Path]:
    """The same as heard from its sound alone."""
    folder = tmp_path_factory.mktemp("heard")
    return hear(spoken[1], folder), folder


def openings(narration: Narration, samples: int) -> np.ndarray:
    performance = perform(narration, offset=0, samples=samples, seed=1)
    return mouth_openings(performance, np.arange(0, samples, RATE // 100))


def test_the_mouth_opens_as_it_would_have_with_the_text(spoken, heard) -> None:
    truth, guess = spoken[0], heard[0]
    assert guess.samples == truth.samples
    r = np.corrcoef(openings(truth, truth.samples), openings(guess, truth.samples))[0, 1]
    assert r > 0.5, f"r = {r:.2f}"


def test_there_are_no_words_and_a_warning_says_so(heard) -> None:
    narration = heard[0]
    assert narration.words == ()
    assert narration.voice == OWN
    assert any("captions" in warning for warning in narration.warnings)


def test_sounds_and_phrases_are_in_order_and_inside(heard) -> None:
    narration = heard[0]
    edges = [edge for sound in narration.phonemes for edge in (sound.start, sound.end)]
    assert edges == sorted(edges)
    assert 0 <= edges[0] < edges[-1] <= narration.samples
    spans = [edge for span in narration.sentences for edge in (span.start, span.end)]
    assert spans == sorted(spans)
    assert spans[-1] <= narration.samples


def test_the_voice_is_mono_and_as_loud_as_any_other(heard) -> None:
    sound, rate = read_wav(heard[1] / heard[0].audio)
    assert rate == RATE
    assert abs(loudness(sound) + 16) < 0.6


@pytest.mark.parametrize(
    ("name", "codec", "layout", "rate"),
    [("song.mp3", "mp3", "stereo", 44100), ("memo.m4a", "aac", "mono", 22050), ("note.ogg", "libopus", "mono", 48000)],
)
def test_usual_files_are_taken(spoken, tmp_path: Path, name: str, codec: str, layout: str, rate: int) -> None:
    sound, _ = read_wav(spoken[1])
    with av.open(str(tmp_path / name), "w") as container:
        stream = container.add_stream(codec, rate=rate, layout=layout)
        resampler = av.AudioResampler(format=stream.format, layout=layout, rate=rate, frame_size=1024)
        frame = av.AudioFrame.from_ndarray((sound * 20000).astype("<i2").reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = RATE
        pieces = [*resampler.resample(frame), *resampler.resample(None)]
        for piece in pieces:
            container.mux(stream.encode(piece))
        container.mux(stream.encode(None))
    narration = hear(tmp_path / name, tmp_path / "film")
    assert abs(narration.samples / RATE - len(sound) / RATE) < 0.15
    assert len(narration.phonemes) > 20


def test_a_phrase_ends_where_nobody_speaks(tmp_path: Path) -> None:
    at = np.arange(RATE) / RATE
    tone = (0.3 * np.sin(2 * np.pi * 180 * at) * (0.6 + 0.4 * np.sin(2 * np.pi * 5 * at))).astype(np.float32)
    quiet = np.zeros(RATE, np.float32)
    write_wav(tmp_path / "two.wav", np.concatenate([quiet, tone, quiet, tone]), RATE)
    narration = hear(tmp_path / "two.wav", tmp_path)
    assert [round(span.start / RATE, 1) for span in narration.sentences] == [1.0, 3.0]
    performance = perform(narration, offset=0, samples=4 * RATE, seed=0)
    assert mouth_openings(performance, np.array([0.5 * RATE, 2.5 * RATE])).max() < 0.05, "the mouth rests meanwhile"


def test_a_noisy_room_does_not_move_the_mouth(spoken, tmp_path: Path) -> None:
    truth, (sound, _) = spoken[0], read_wav(spoken[1])
    quiet = np.zeros(RATE, np.float32)
    whole = np.concatenate([quiet, sound, quiet])
    noise = np.random.default_rng(1).normal(0, np.sqrt(np.mean(sound**2)) / 4, len(whole))
    write_wav(tmp_path / "room.wav", (0.4 * (whole + noise)).astype(np.float32), RATE)
    narration = hear(tmp_path / "room.wav", tmp_path / "film")
    mouth = openings(narration, len(whole))
    assert max(mouth[:70].max(), mouth[-70:].max()) < 0.1
    known = mouth_openings(
        perform(truth, offset=RATE, samples=len(whole), seed=1), np.arange(0, len(whole), RATE // 100)
    )
    assert np.corrcoef(mouth, known)[0, 1] > 0.5


def test_silence_and_noise_that_is_no_file_are_refused(tmp_path: Path) -> None:
    write_wav(tmp_path / "silence.wav", np.zeros(RATE, np.float32), RATE)
    (tmp_path / "text.mp3").write_text("no sound at all" * 100)
    (tmp_path / "list.m3u8").write_text("#EXTM3U\n#EXTINF:10,\n" + str(tmp_path / "silence.wav"))
    (tmp_path / "list.ffconcat").write_text("ffconcat version 1.0\nfile silence.wav\n")
    for name in ("silence.wav", "text.mp3", "list.m3u8", "list.ffconcat"):
        with pytest.raises(MediaError):
            hear(tmp_path / name, tmp_path / "film")
    assert not list((tmp_path / "film" / "audio").iterdir()), "nothing is left behind"
