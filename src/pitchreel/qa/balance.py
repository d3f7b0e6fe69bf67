"""Check on the mix: the voice over the music, measured part by part."""

from __future__ import annotations

from pathlib import Path

from pitchreel.documents import Timeline
from pitchreel.documents.video import Check
from pitchreel.qa.verdict import skipped, verdict
from pitchreel.render.mixer import stem_levels

ABOVE = 12.0
"""LU by which speech stands above music while it speaks."""


def check_balance(timeline: Timeline, folder: Path) -> list[Check]:
    """A4 the voice over the music: all speech together, and each stretch of it."""
    title = "the voice above the music"
    if not {"voice", "music"} <= {track.kind for track in timeline.mix.tracks}:
        return [skipped("A4", title, "voice and music are not both there")]
    tracks = timeline.mix.tracks
    levels = stem_levels(timeline, folder)
    if levels.difference is None or levels.least is None:
        return [skipped("A4", title, "nobody speaks")]
    return [
        verdict(
            "A4",
            title,
            min(levels.difference, levels.least) >= ABOVE,
            f"{levels.difference:.1f} LU, {levels.least:.1f} at the least",
            f"{ABOVE:g} LU",
            # Music may have been asked for louder than we hold it.
            soft=levels.difference >= ABOVE or any(track.kind == "music" and track.gain_db > 0 for track in tracks),
        )
    ]
