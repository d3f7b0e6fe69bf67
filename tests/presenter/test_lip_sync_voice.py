"""The mouth against a real voice: the engine that every installation has."""

import wave

import numpy as np
import pytest

from pitchreel.config import Settings
from pitchreel.documents.script import Line, Script
from pitchreel.presenter import mouth_openings, perform
from pitchreel.voice import speak, voices


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "A plain white lamp. It folds flat, fits in a pocket, and shines for nine hours."),
        ("de", "Eine einfache Lampe. Sie passt in jede Tasche und leuchtet neun Stunden lang."),
    ],
)
def test_the_mouth_opens_with_the_energy_of_the_voice(tmp_path, language, text):
    script = Script(
        title="t", style="own", language=language, length=15, lines=(Line(role="hook", shown=text, spoken=text),)
    )
    voice = next(item.id for item in voices() if item.language.startswith(language) and "espeak" in item.id)
    spoken = speak(script, voice=voice, folder=tmp_path, settings=Settings())
    with wave.open(str(tmp_path / spoken.audio)) as file:
        sound = np.frombuffer(file.readframes(file.getnframes()), np.int16).astype(np.float64)
    offset = 12000
    performance = perform(spoken, offset=offset, samples=offset + spoken.samples, seed=1)
    grid = np.arange(480, len(sound) - 960, 480)
    level = np.sqrt(np.convolve(sound**2, np.ones(1920) / 1920, "same"))[grid]
    r = np.corrcoef(mouth_openings(performance, grid + offset), level)[0, 1]
    assert r >= 0.4
