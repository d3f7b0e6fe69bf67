"""What is shipped: that it is there, that it loops, that a voice has room over it."""

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from pitchreel import music
from pitchreel.errors import OutputError, UnknownName
from pitchreel.music import Effect, Music, asset_path, beat_samples, effects, find_effect, find_music, place, tracks
from pitchreel.render.loudness import Sound, measure
from pitchreel.render.sound import decode

SOUNDS = Path(music.__file__).parent / "sounds"
RATE = music.SAMPLE_RATE


def load(id: str) -> Sound:
    return np.concatenate(list(decode(SOUNDS / f"{id}.ogg", RATE)), axis=1)


@dataclass(frozen=True)
class Piece:
    card: Music
    sound: Sound


@pytest.fixture(scope="module", params=tracks(), ids=lambda track: track.id)
def piece(request: pytest.FixtureRequest) -> Piece:
    """Each piece in turn, decoded once for all tests of it."""
    return Piece(request.param, load(request.param.id))


each_effect = pytest.mark.parametrize("effect", effects(), ids=lambda effect: effect.id)


def test_the_catalogue_and_the_files_name_the_same() -> None:
    known = {track.id for track in tracks()} | {effect.id for effect in effects()}
    assert {path.stem for path in SOUNDS.iterdir()} == known
    assert sum(path.stat().st_size for path in SOUNDS.iterdir()) < 8_000_000


def test_ids_numbers_and_moods_tell_pieces_apart() -> None:
    assert len(tracks()) >= 8
    assert len({track.mood for track in tracks()}) == len(tracks())
    numbers = [track.number for track in tracks()] + [effect.number for effect in effects()]
    ids = [track.id for track in tracks()] + [effect.id for effect in effects()]
    assert len(set(numbers)) == len(numbers)
    assert len(set(ids)) == len(ids)


def test_a_piece_lasts_a_whole_number_of_bars_and_frames(piece: Piece) -> None:
    track = piece.card
    assert track.samples == track.bars * track.beats_per_bar * track.beat
    assert track.beat % (RATE // 30) == 0
    assert track.bpm == pytest.approx(60 * RATE / track.beat, abs=0.01)
    assert 30 <= track.duration <= 60
    assert piece.sound.shape == (2, track.samples)


def test_a_piece_is_as_loud_as_all_others_and_clips_nowhere(piece: Piece) -> None:
    loudness = measure(piece.sound)
    assert loudness.integrated == pytest.approx(-18, abs=0.2)
    assert loudness.true_peak < -5
    assert loudness.range < 6


def edges(sound: Sound, at: int) -> float:
    """How much there is above 8 kHz in the 5 ms around a sample of the circle, in dB: a click is nothing else."""
    around = np.roll(sound, sound.shape[1] // 2 - at, axis=1)[:, sound.shape[1] // 2 - 120 : sound.shape[1] // 2 + 120]
    spectrum = np.abs(np.fft.rfft(around * np.hanning(240), axis=1))[:, 40:]
    return float(10 * np.log10(np.square(spectrum).sum() + 1e-9))


def test_a_piece_loops_without_a_seam(piece: Piece) -> None:
    track = piece.card
    sound = piece.sound
    bar = track.beat * track.beats_per_bar
    step = np.abs(sound[:, 0] - sound[:, -1]).max()
    assert step <= np.abs(np.diff(sound, axis=1)).max()
    assert edges(sound, 0) <= max(edges(sound, at) for at in range(bar, track.samples, bar)) + 6


def test_a_piece_starts_at_once_and_leaves_room_for_a_voice(piece: Piece) -> None:
    track = piece.card
    sound = piece.sound
    whole = np.sqrt(np.square(sound).mean())
    first_bar = np.sqrt(np.square(sound[:, : track.beat * track.beats_per_bar]).mean())
    assert first_bar > whole * 0.6
    power = np.square(np.abs(np.fft.rfft(sound, axis=1))).sum(axis=0)
    hertz = np.fft.rfftfreq(sound.shape[1], 1 / RATE)
    assert power[(hertz > 1000) & (hertz < 4000)].sum() < 0.1 * power.sum()


def test_a_piece_survives_a_single_loudspeaker(piece: Piece) -> None:
    heard = piece.sound[:, : 20 * RATE]
    assert np.square(heard.mean(axis=0)).mean() > 0.6 * np.square(heard).mean()


@each_effect
def test_an_effect_is_short_and_ends_in_silence(effect: Effect) -> None:
    sound = load(effect.id)
    assert sound.shape == (2, effect.samples)
    assert effect.duration < 2
    assert 0 <= effect.peak < effect.samples
    assert np.abs(sound[:, -96:]).max() < 0.002
    assert measure(sound).true_peak < -4


def test_pieces_are_found_by_id_number_name_mood_and_tag() -> None:
    track = tracks()[1]
    for name in (track.id, str(track.number), track.name.upper(), f" {track.mood} ", track.tags[0]):
        assert find_music(name) == track
    assert find_effect("Slide").id == "slide"


def test_an_unknown_piece_names_near_ones() -> None:
    with pytest.raises(UnknownName, match="bright-morning"):
        find_music("bright-mourning")
    with pytest.raises(UnknownName):
        find_effect("boom")


def test_place_copies_what_is_asked_for(tmp_path: Path) -> None:
    track = tracks()[0]
    assert place([track.id, "tick"], tmp_path) == {track.id: asset_path(track.id), "tick": "audio/tick.ogg"}
    assert (tmp_path / "audio/tick.ogg").read_bytes() == (SOUNDS / "tick.ogg").read_bytes()
    before = (tmp_path / asset_path(track.id)).stat().st_mtime_ns
    (tmp_path / "audio/tick.ogg").write_bytes(b"half")
    place([track.id, "tick"], tmp_path)
    assert (tmp_path / asset_path(track.id)).stat().st_mtime_ns == before
    assert (tmp_path / "audio/tick.ogg").read_bytes() == (SOUNDS / "tick.ogg").read_bytes()
    assert sorted(path.name for path in (tmp_path / "audio").iterdir()) == sorted([f"{track.id}.ogg", "tick.ogg"])


def test_place_says_what_it_cannot_do(tmp_path: Path) -> None:
    with pytest.raises(UnknownName):
        place(["../secret"], tmp_path)
    (tmp_path / "audio").write_text("in the way")
    with pytest.raises(OutputError):
        place(["tick"], tmp_path)


def test_beats_fall_on_frames_and_go_on_round_after_round(piece: Piece) -> None:
    track = piece.card
    beats = beat_samples(track, track.samples * 2)
    assert len(beats) == 2 * track.bars * track.beats_per_bar
    assert {later - earlier for earlier, later in pairwise(beats)} == {track.beat}
    assert track.samples in beats


def onset_strength(sound: Sound) -> np.ndarray:
    """Rise of energy in steps of 10 ms."""
    energy = np.square(sound).sum(axis=0)[: sound.shape[1] // 480 * 480].reshape(-1, 480).sum(axis=1)
    return np.maximum(0, np.diff(np.log(energy + 1e-6), prepend=0))


@pytest.mark.parametrize("id", ["bright-morning", "signal-path", "pocket-change", "north-ridge"])
def test_the_beats_are_where_the_music_hits(id: str) -> None:
    track = find_music(id)
    strength = onset_strength(load(id))
    beats = np.array(beat_samples(track, track.samples)) // 480
    on = np.mean([strength[max(0, at - 2) : at + 3].max() for at in beats])
    off = np.mean([strength[at - 2 : at + 3].max() for at in beats[:-1] + track.beat // 480 * 3 // 8])
    assert on > 1.5 * off
