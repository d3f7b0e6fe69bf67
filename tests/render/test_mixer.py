"""The mixer on real files: levels, ducking, ends, loops, formats, and what goes wrong."""

import wave
from pathlib import Path

import av
import numpy as np
import pytest

from pitchreel.documents.timeline import Asset, AudioSpan, Box, Mix, Scene, Timeline, Track
from pitchreel.errors import MediaError, OutputError
from pitchreel.music import asset_path, effects, find_music, place, tracks
from pitchreel.render.ducking import Ducking, merge
from pitchreel.render.loudness import PowerMeter, Sound, lufs, measure, within
from pitchreel.render.mixer import mix_sound, stem_levels
from pitchreel.render.sound import Player, decode

RATE = 48000
SPEECH = ((14400, 120000), (150000, 260000), (310000, 400000))
"""Three stretches of speech in ten seconds, pauses of 0.63 and 1.04 s between them."""


def babble(samples: int, spans: tuple[tuple[int, int], ...] = SPEECH, rate: int = RATE) -> np.ndarray:
    """Something as uneven as a voice: harmonics of 130 Hz in syllables of 180 ms, mono."""
    time = np.arange(samples) / rate
    tone = sum(np.sin(2 * np.pi * 130 * k * time + k) / k for k in range(1, 30))
    shape = np.abs(np.sin(np.pi * time / 0.18)) ** 1.5
    speaks = np.zeros(samples)
    for start, end in spans:
        speaks[start:end] = 1
    return np.asarray(0.12 * tone * shape * speaks, np.float32)


def write_wav(path: Path, sound: np.ndarray, rate: int = RATE) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    frames = np.atleast_2d(sound)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(len(frames))
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((frames.T * 32767).clip(-32768, 32767).astype("<i2").tobytes())


def read_wav(path: Path) -> Sound:
    with wave.open(str(path), "rb") as file:
        assert (file.getnchannels(), file.getframerate(), file.getsampwidth()) == (2, RATE, 2)
        raw = np.frombuffer(file.readframes(file.getnframes()), "<i2").reshape(-1, 2)
    return np.asarray(raw.T / 32768, np.float32)


def film(*layers: Track, frames: int = 300, speech: tuple[tuple[int, int], ...] = (), **mix: float) -> Timeline:
    names = {track.asset for track in layers}
    spans = tuple(AudioSpan(start=start, end=end) for start, end in speech)
    return Timeline(
        width=108,
        height=192,
        frames=frames,
        safe=Box(x=0, y=0, width=108, height=192),
        scenes=(Scene(id="one", start=0, end=frames, layers=()),),
        assets={name: Asset(kind="audio", path=name if "/" in name else asset_path(name)) for name in names},
        mix=Mix.model_validate({"tracks": layers, "speech": spans, **mix}),
    )


VOICE = Track(kind="voice", asset="audio/voice.wav")
MUSIC = Track(kind="music", asset="bright-morning", loop=True)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("film")
    place(["bright-morning", "tick", "hit"], folder)
    write_wav(folder / "audio/voice.wav", babble(10 * RATE))
    return folder


@pytest.mark.parametrize(
    "layers",
    [(VOICE, MUSIC), (VOICE,), (MUSIC,), (VOICE, MUSIC, Track(kind="effect", asset="tick", start=130000, gain_db=-8))],
    ids=["voice and music", "voice", "music", "all"],
)
def test_every_mix_meets_its_loudness_and_peak(folder: Path, layers: tuple[Track, ...]) -> None:
    loudness = mix_sound(film(*layers, speech=SPEECH), folder, folder / "mix.wav")
    written = read_wav(folder / "mix.wav")
    assert written.shape == (2, 10 * RATE)
    again = measure(written)
    assert again.integrated == pytest.approx(-14, abs=0.3)
    assert again.true_peak <= -1.0
    assert loudness.integrated == pytest.approx(again.integrated, abs=0.05)
    assert loudness.true_peak == pytest.approx(again.true_peak, abs=0.05)


@pytest.mark.parametrize("name", [music.id for music in tracks()])
def test_speech_stands_above_every_music(folder: Path, name: str) -> None:
    place([name], folder)
    levels = stem_levels(film(VOICE, Track(kind="music", asset=name, loop=True), speech=SPEECH), folder)
    assert levels.difference == pytest.approx(17, abs=0.2)
    assert levels.least is not None
    assert levels.least >= 12


def test_a_quiet_voice_still_stands_above_loud_music(tmp_path: Path) -> None:
    write_wav(tmp_path / "audio/voice.wav", babble(10 * RATE) * 0.02)
    write_wav(tmp_path / "audio/loud.wav", np.random.default_rng(1).uniform(-0.9, 0.9, (2, 10 * RATE)))
    timeline = film(VOICE, Track(kind="music", asset="audio/loud.wav"), speech=SPEECH)
    levels = stem_levels(timeline, tmp_path)
    assert levels.difference == pytest.approx(17, abs=0.2)
    assert mix_sound(timeline, tmp_path, tmp_path / "mix.wav").integrated == pytest.approx(-14, abs=0.3)


def heard(sound: Sound, start: int, end: int) -> float:
    meter = PowerMeter(RATE)
    meter.feed(sound)
    return lufs(float(within(meter.powers(), [(start, end)], RATE).mean()))


def test_music_rises_by_three_units_in_long_pauses_and_at_the_end(tmp_path: Path) -> None:
    # A steady tone as music and speech that the Mix claims, so that only the ducking moves.
    tone = 0.1 * np.sin(2 * np.pi * 1000 * np.arange(10 * RATE) / RATE)
    write_wav(tmp_path / "audio/tone.wav", tone)
    voice = np.zeros(10 * RATE)
    voice[20000:24000] = babble(4000, ((0, 4000),))
    write_wav(tmp_path / "audio/voice.wav", voice)
    timeline = film(VOICE, Track(kind="music", asset="audio/tone.wav"), speech=SPEECH)
    mix_sound(timeline, tmp_path, tmp_path / "mix.wav")
    sound = read_wav(tmp_path / "mix.wav")
    under = heard(sound, 170000, 250000)
    assert heard(sound, 278000, 296000) - under == pytest.approx(3, abs=0.2)
    assert heard(sound, 420000, 448000) - under == pytest.approx(3, abs=0.2)
    assert heard(sound, 312000, 396000) == pytest.approx(under, abs=0.1)


def test_ducking_is_down_before_the_voice_and_bends_slowly() -> None:
    ducking = Ducking(SPEECH, RATE, under=-17, between=-14)
    levels = 20 * np.log10(np.concatenate([ducking.gain(start, 4800) for start in range(0, 10 * RATE, 4800)]))
    for start, end in SPEECH:
        assert np.allclose(levels[start:end], -17, atol=1e-3)
    assert levels[0] == pytest.approx(-14, abs=0.01)
    assert levels[-1] == pytest.approx(-14, abs=0.01)
    assert np.abs(np.diff(levels)).max() * RATE < 25  # decibels a second


def test_pauses_under_400_ms_are_closed() -> None:
    spans = [AudioSpan(start=0, end=1000), AudioSpan(start=1000 + 19000, end=40000), AudioSpan(start=70000, end=80000)]
    assert merge(reversed(spans), RATE) == ((0, 40000), (70000, 80000))


def test_music_begins_with_the_film_and_fades_out_with_it(folder: Path) -> None:
    mix_sound(film(MUSIC), folder, folder / "mix.wav")
    sound = read_wav(folder / "mix.wav")
    assert np.abs(sound[:, :1600]).max() > 0.01
    assert np.abs(sound[:, -48:]).max() < 0.001
    assert heard(sound, 460000, 480000) < heard(sound, 400000, 445000) - 6


def test_effects_stand_where_their_gain_puts_them_against_the_voice(folder: Path) -> None:
    for effect in effects():
        place([effect.id], folder)
        levels = stem_levels(
            film(VOICE, Track(kind="effect", asset=effect.id, start=40000, gain_db=-8), speech=SPEECH), folder
        )
        assert levels.voice is not None
        assert levels.effects == pytest.approx(levels.voice - 8, abs=1.0)


def test_a_film_without_any_sound_is_silence(tmp_path: Path) -> None:
    loudness = mix_sound(film(frames=45), tmp_path, tmp_path / "mix.wav")
    assert loudness.integrated == -70
    assert not read_wav(tmp_path / "mix.wav").any()
    assert read_wav(tmp_path / "mix.wav").shape == (2, 72000)


def test_the_same_film_sounds_the_same(folder: Path) -> None:
    timeline = film(VOICE, MUSIC, speech=SPEECH)
    mix_sound(timeline, folder, folder / "one.wav")
    mix_sound(timeline, folder, folder / "two.wav")
    assert (folder / "one.wav").read_bytes() == (folder / "two.wav").read_bytes()


def test_a_voice_is_in_the_middle(folder: Path) -> None:
    write_wav(folder / "audio/left.wav", np.stack((babble(5 * RATE), np.zeros(5 * RATE))))
    mix_sound(film(Track(kind="voice", asset="audio/left.wav"), frames=150), folder, folder / "mix.wav")
    left, right = read_wav(folder / "mix.wav")
    assert np.abs(left - right).max() < 3 / 32768


def test_progress_goes_from_start_to_end(folder: Path) -> None:
    seen: list[float] = []
    mix_sound(film(VOICE, MUSIC, speech=SPEECH), folder, folder / "mix.wav", progress=seen.append)
    assert seen == sorted(seen)
    assert seen[0] >= 0
    assert seen[-1] == 1


def read_player(track: Track, path: Path, film_samples: int, step: int) -> Sound:
    player = Player(track, path, RATE, film_samples, fade=0)
    steps = range(0, film_samples, step)
    return np.concatenate([player.read(at, min(step, film_samples - at)) for at in steps], axis=1)


@pytest.mark.parametrize("step", [977, 48000])
def test_loops_are_exact_to_the_sample(folder: Path, step: int) -> None:
    music = find_music("bright-morning")
    path = folder / asset_path(music.id)
    once = np.concatenate(list(decode(path, RATE)), axis=1)
    length = music.samples * 2 + 5000
    looped = read_player(Track(kind="music", asset=music.id, loop=True, offset=1234), path, length, step)
    assert once.shape[1] == music.samples
    assert np.array_equal(looped, np.tile(once, 4)[:, 1234 : 1234 + length])


def test_a_track_keeps_to_its_start_end_and_fades(tmp_path: Path) -> None:
    write_wav(tmp_path / "one.wav", np.full((2, RATE), 0.5))
    track = Track(kind="effect", asset="one", start=1000, end=21000, fade_in=4000, fade_out=8000)
    sound = read_player(track, tmp_path / "one.wav", 30000, 700)[0]
    assert not sound[:1001].any()
    assert not sound[21000:].any()
    assert np.allclose(sound[5000:13000], 0.5, atol=1e-3)
    assert np.all(np.diff(sound[1000:5000]) >= -1e-6)
    assert np.all(np.diff(sound[13000:21000]) <= 1e-6)


@pytest.mark.parametrize(
    ("codec", "suffix", "rate", "layout"),
    [("pcm_s16le", "wav", 22050, "mono"), ("mp3", "mp3", 44100, "stereo"), ("flac", "flac", 96000, "stereo"),
     ("aac", "m4a", 44100, "mono"), ("pcm_f32le", "wav", 48000, "5.1")],
)  # fmt: skip
def test_any_format_rate_and_layout_comes_out_alike(
    tmp_path: Path, codec: str, suffix: str, rate: int, layout: str
) -> None:
    path = tmp_path / f"sound.{suffix}"
    time = np.arange(2 * rate) / rate
    channels = {"mono": 1, "stereo": 2, "5.1": 6}[layout]
    block = np.tile((0.25 * np.sin(2 * np.pi * 440 * time)).astype(np.float32), (channels, 1))
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=rate, layout=layout)
        frame = av.AudioFrame.from_ndarray(block, "fltp", layout)
        frame.sample_rate, frame.pts = rate, 0
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    sound = np.concatenate(list(decode(path, RATE)), axis=1)
    assert sound.shape[0] == 2
    assert sound.shape[1] == pytest.approx(2 * RATE, abs=3000)
    middle = sound[0, RATE // 2 : RATE]
    spectrum = np.abs(np.fft.rfft(middle * np.hanning(len(middle))))
    assert spectrum.argmax() * RATE / len(middle) == pytest.approx(440, abs=3)


def test_what_is_not_a_number_is_silence(tmp_path: Path) -> None:
    block = np.full((1, 4800), 0.1, np.float32)
    block[0, 100:200] = np.nan
    block[0, 300] = np.inf
    with av.open(str(tmp_path / "odd.wav"), "w") as container:
        stream = container.add_stream("pcm_f32le", rate=RATE, layout="mono")
        frame = av.AudioFrame.from_ndarray(block, "flt", "mono")
        frame.sample_rate, frame.pts = RATE, 0
        container.mux(stream.encode(frame))
    sound = np.concatenate(list(decode(tmp_path / "odd.wav", RATE)), axis=1)
    assert np.isfinite(sound).all()
    assert not sound[:, 100:200].any()


@pytest.mark.parametrize("content", [b"", b"not a sound at all" * 100, b"RIFF\x00\x00\x00\x00WAVE"])
def test_a_broken_sound_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "audio").mkdir()
    (tmp_path / "audio/voice.wav").write_bytes(content)
    with pytest.raises(MediaError, match=r"voice\.wav"):
        mix_sound(film(VOICE), tmp_path, tmp_path / "mix.wav")
    assert [path.name for path in tmp_path.iterdir()] == ["audio"]


def test_a_missing_sound_and_one_outside_are_refused(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match=r"voice\.wav"):
        mix_sound(film(VOICE), tmp_path, tmp_path / "mix.wav")
    with pytest.raises(MediaError, match="outside"):
        mix_sound(film(Track(kind="voice", asset="../voice.wav")), tmp_path, tmp_path / "mix.wav")


def test_an_unwritable_place_is_an_output_error(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputError):
        mix_sound(film(VOICE), folder, tmp_path / "file" / "mix.wav")
    (tmp_path / "mix.wav").mkdir()
    with pytest.raises(OutputError):
        mix_sound(film(VOICE, frames=30), folder, tmp_path / "mix.wav")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "mix.wav"]
