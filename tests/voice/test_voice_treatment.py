"""Sound: resampling, level, filters without delay, the treatment of a voice."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pitchreel.errors import OutputError, VoiceError
from pitchreel.voice import filters, sound, treatment
from pitchreel.voice.engines.base import Job, Phone, SpokenWord, Utterance
from pitchreel.voice.engines.espeak import Espeak

RATE = 48000


def tone(frequency: float, seconds: float, level: float = 1.0, rate: int = RATE) -> sound.Sound:
    return (level * np.sin(2 * np.pi * frequency * np.arange(round(seconds * rate)) / rate)).astype(np.float32)


@pytest.mark.parametrize("rate", [16000, 22050, 32000, 44100])
def test_resampling_keeps_a_tone_where_and_what_it_is(rate: int) -> None:
    result = sound.resample(tone(440, 0.5, 0.5, rate), rate, RATE)
    expected = tone(440, 0.5, 0.5)
    middle = slice(RATE // 10, 4 * RATE // 10)
    assert abs(len(result) - len(expected)) <= 1
    assert np.max(np.abs(result[middle] - expected[middle])) < 0.003


@settings(max_examples=30)
@given(st.integers(1, 5000), st.sampled_from([16000, 22050, 32000, 48000, 44100]))
def test_resampling_keeps_the_length(count: int, rate: int) -> None:
    result = sound.resample(np.ones(count, dtype=np.float32), rate, RATE)
    assert abs(len(result) - count * RATE / rate) <= 1


def test_loudness_is_that_of_the_standard() -> None:
    # BS.1770: a sine of 997 Hz at full scale in one channel reads -3.01 LUFS.
    assert filters.loudness(tone(997, 3)) == pytest.approx(-3.01, abs=0.05)
    assert filters.loudness(tone(997, 3, 0.1)) == pytest.approx(-23.01, abs=0.05)
    # Rests are gated out.
    with_rest = np.concatenate([tone(997, 3, 0.1), np.zeros(3 * RATE, dtype=np.float32)])
    assert filters.loudness(with_rest) == pytest.approx(-23.01, abs=0.4)
    assert filters.loudness(np.zeros(RATE, dtype=np.float32)) == -np.inf


@pytest.mark.parametrize(
    ("frequency", "low", "high"),
    [(40, -16, -9), (80, -4.5, -2.5), (250, -2.4, -1.6), (1000, -0.6, 0.6), (3200, 2.0, 2.6)],
)
def test_the_equaliser_cuts_rumble_and_mud_and_lifts_presence(frequency: float, low: float, high: float) -> None:
    result = filters.apply(tone(frequency, 1), RATE, *treatment.EQUALISER)
    gain = 20 * np.log10(np.std(result[RATE // 4 : -RATE // 4]) / np.std(tone(frequency, 1)))
    assert low <= gain <= high


def spoken(text: str, voice: str = "en-us+f2") -> Utterance:
    words = tuple(SpokenWord(word) for word in text.split())
    return Espeak().speak(Job(voice, (words,), (1.0,)), seconds=20)[0]


def test_treatment_shifts_nothing() -> None:
    utterance = spoken("Sixty sassy seals sing in the soft summer sea")
    treated, skipped = treatment.prepare(utterance, "local:espeak/en-us+f2")
    treated = treatment.finish(treated, [(0, len(treated))])
    plain = sound.resample(utterance.sound, utterance.rate, RATE)[skipped : skipped + len(treated)]
    size = filters.fast_length(2 * len(treated))
    together = np.fft.irfft(np.fft.rfft(treated, size) * np.conj(np.fft.rfft(plain, size)), size)
    lag = int(np.argmax(together))
    lag = lag - size if lag > size // 2 else lag
    assert abs(lag) <= 0.002 * RATE


def test_a_narration_is_at_minus_sixteen_and_never_clips() -> None:
    treated, _ = treatment.prepare(spoken("Order yours today and sleep better tomorrow"), "")
    for gain in (0.05, 1.0, 30.0):
        result = treatment.finish((treated * gain).astype(np.float32), [(0, len(treated))])
        assert filters.loudness(result) == pytest.approx(treatment.LEVEL, abs=0.6)
        assert np.abs(result).max() <= treatment.CEILING + 1e-6


def test_sentences_are_brought_together_but_not_flattened() -> None:
    track = np.concatenate([tone(400, 1, 0.2), tone(400, 1, 0.1), tone(400, 1, 0.2)])
    even = treatment.even_out(track, [(0, RATE), (RATE, 2 * RATE), (2 * RATE, 3 * RATE)])
    change = np.std(even[RATE : 2 * RATE]) / np.std(track[RATE : 2 * RATE])
    assert 20 * np.log10(change) == pytest.approx(treatment.EVEN, abs=0.05)


def test_sharp_esses_are_softened_and_vowels_left() -> None:
    noise = np.random.default_rng(1).normal(0, 0.2, RATE).astype(np.float32)
    ess = filters.apply(noise, RATE, filters.high_pass(5500, 4), filters.low_pass(9500, 4))
    vowel = tone(300, 1, 0.3)
    assert np.std(treatment.soften_esses(ess)) < 0.75 * np.std(ess)
    assert np.std(treatment.soften_esses(vowel) - vowel) < 0.01


def test_narrow_voices_are_given_air_above_eight_kilohertz_that_follows_the_voice() -> None:
    noise = np.random.default_rng(1).normal(0, 0.1, RATE).astype(np.float32)
    narrow = filters.apply(noise, RATE, filters.low_pass(7500, 12))
    narrow[: RATE // 2] = 0
    aired = treatment.add_air(narrow)
    top = filters.apply(aired, RATE, filters.high_pass(9000, 6))
    below = filters.apply(narrow, RATE, filters.high_pass(4000, 6))
    assert 0.03 < np.std(top[RATE // 2 :]) / np.std(below[RATE // 2 :]) < 0.5
    assert np.abs(aired[: RATE // 3]).max() < 1e-4


def test_a_sentence_begins_and_ends_in_silence_without_a_click() -> None:
    treated, _ = treatment.prepare(spoken("Pick it up"), "")
    assert abs(treated[0]) < 1e-6
    assert abs(treated[-1]) < 1e-3
    assert np.abs(np.diff(treated[: RATE // 200])).max() < 0.02


def test_peaks_are_held_without_touching_what_is_far_from_them() -> None:
    track = tone(200, 1, 0.3)
    track[RATE // 2] = 1.5
    held = treatment.limit(track)
    assert np.abs(held).max() <= treatment.CEILING + 1e-6
    assert np.array_equal(held[: RATE // 4], track[: RATE // 4])


def test_silence_goes_through_everything() -> None:
    nothing = np.zeros(RATE, dtype=np.float32)
    assert not treatment.finish(nothing, [(0, RATE)]).any()
    still = Utterance(nothing, RATE, ((0.1, 0.2),), (Phone("a", 0.1, 0.2, 0, 0),))
    assert not treatment.prepare(still, "")[0].any()


def test_a_wav_is_read_as_it_was_written(tmp_path: Path) -> None:
    wave = tone(300, 0.1, 0.5)
    sound.write_wav(tmp_path / "a" / "b.wav", wave, RATE)
    again, rate = sound.read_wav(tmp_path / "a" / "b.wav")
    assert rate == RATE
    assert np.max(np.abs(again - wave)) < 1e-4


def test_an_unwritable_folder_and_a_broken_file_are_said_plainly(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    with pytest.raises(OutputError):
        sound.write_wav(blocked / "voice.wav", tone(300, 0.1), RATE)
    with pytest.raises(VoiceError):
        sound.read_wav(blocked)
