"""Rendering: a Timeline becomes a film, a frame, a cover, subtitles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pitchreel.lazy import parts_of

if TYPE_CHECKING:
    from pitchreel.render.film import render_video
    from pitchreel.render.mixer import mix_sound
    from pitchreel.render.segments import warm_up
    from pitchreel.render.spread import Spread
    from pitchreel.render.stills import render_frame, write_cover
    from pitchreel.render.subtitles import write_subtitles

__all__ = ["Spread", "mix_sound", "render_frame", "render_video", "warm_up", "write_cover", "write_subtitles"]

_HOMES = {
    "Spread": "spread",
    "mix_sound": "mixer",
    "render_frame": "stills",
    "render_video": "film",
    "warm_up": "segments",
    "write_cover": "stills",
    "write_subtitles": "subtitles",
}

# On first use: a process that only mixes sound, or only encodes, need not load Skia and OpenCV.
__getattr__ = parts_of(__name__, _HOMES)
