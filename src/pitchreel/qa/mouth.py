"""Check on the presenter's mouth: does it open when the voice is loud, and at the same time?"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import av
import numpy as np
from numpy.typing import NDArray

from pitchreel.documents import Narration, Timeline
from pitchreel.documents.video import Check
from pitchreel.qa.verdict import skipped, verdict

LEAST = 0.3
"""Pearson's r between opening and loudness: closures within a syllable are quicker than its loudness, so it is never
near 1."""
LATE, EARLY = 0.045, 0.125
"""Seconds that a mouth may follow its voice or precede it before people notice (ITU-R BT.1359-1, figure 2)."""
_RATE, _STEP = 8000, 80
_REACH = 40
"""Steps of 10 ms that are tried to each side: 400 ms."""


class MouthFit(NamedTuple):
    """How mouth and voice go together: r where they fit best, and by how many seconds the mouth is late there."""

    r: float
    late: float


def mouth_fit(timeline: Timeline, narration: Narration, folder: Path) -> MouthFit | None:
    """Try all shifts up to 400 ms; None without a presenter or without half a second of speech. Raises MediaError."""
    series = _series(timeline, narration, folder)
    if series is None:
        return None
    tried = [(_r(*series, steps), steps) for steps in range(-_REACH, _REACH + 1)]
    r, steps = max(tried)
    return MouthFit(r, steps / 100)


def mouth_correlation(timeline: Timeline, narration: Narration, folder: Path) -> float | None:
    """Pearson's r between the mouth's opening and the root of the voice's level, every 10 ms of speech, unshifted."""
    series = _series(timeline, narration, folder)
    return None if series is None else _r(*series, 0)


_Series = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]


def _series(timeline: Timeline, narration: Narration, folder: Path) -> _Series | None:
    """Loudness of the voice and opening of the mouth every 10 ms, and where somebody speaks.

    The opening has ``_REACH`` steps more on both sides.
    """
    on_screen = any(layer.layer == "presenter" for layer in timeline.layers())
    if not on_screen or timeline.performance is None or not timeline.performance.mouth:
        return None
    voice = _read_mono(folder / narration.audio)
    level = np.sqrt(np.mean(voice[: len(voice) // _STEP * _STEP].reshape(-1, _STEP) ** 2, axis=1))
    loud = np.sqrt(np.convolve(level, np.ones(5) / 5, "same"))
    offset = next((track.start for track in timeline.mix.tracks if track.kind == "voice"), 0)
    tick = timeline.mix.sample_rate // 100
    times = offset + np.arange(-_REACH, len(loud) + _REACH) * tick
    keys = timeline.performance.mouth
    opening = np.interp(times, [key.sample for key in keys], [key.open for key in keys])
    speaking = np.zeros(len(loud), bool)
    for span in timeline.mix.speech:
        inside = times[_REACH : _REACH + len(loud)]
        speaking |= (inside >= span.start) & (inside < span.end)
    return (loud, opening, speaking) if speaking.sum() >= 50 else None


def _r(loud: NDArray[np.float64], opening: NDArray[np.float64], speaking: NDArray[np.bool_], late: int) -> float:
    shifted = opening[_REACH + late : _REACH + late + len(loud)]
    a, b = loud[speaking], shifted[speaking]
    return float(np.corrcoef(a, b)[0, 1]) if a.std() > 0 and b.std() > 0 else 0.0


def _read_mono(path: Path) -> NDArray[np.float32]:
    with av.open(str(path)) as container:
        resampler = av.AudioResampler(format="fltp", layout="mono", rate=_RATE)
        blocks = [
            out.to_ndarray()[0] for frame in [*container.decode(audio=0), None] for out in resampler.resample(frame)
        ]
    return np.concatenate(blocks) if blocks else np.zeros(0, np.float32)


def check_mouth(timeline: Timeline, narration: Narration, folder: Path) -> list[Check]:
    """S3 the mouth against the voice."""
    title = "the mouth moves with the voice"
    fit = mouth_fit(timeline, narration, folder)
    if fit is None:
        return [skipped("S3", title, "no presenter who speaks")]
    return [
        verdict(
            "S3",
            title,
            fit.r >= LEAST and -EARLY <= fit.late <= LATE,
            f"r = {fit.r:.2f}, {abs(fit.late) * 1000:.0f} ms {'late' if fit.late > 0 else 'early'}",
            f"r = {LEAST:g}, {LATE * 1000:.0f} ms late, {EARLY * 1000:.0f} ms early",
        )
    ]
