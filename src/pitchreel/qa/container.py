"""Checks on the file: container, codecs, size, length."""

from __future__ import annotations

import numpy as np

from pitchreel.documents import Timeline
from pitchreel.documents.video import Check
from pitchreel.qa.footage import Footage
from pitchreel.qa.verdict import verdict


def check_container(footage: Footage, timeline: Timeline) -> list[Check]:
    """F1 to F8: what players and platforms ask of the file."""
    mp4 = footage.path.suffix.lower() == ".mp4"
    codecs = ("h264", "aac") if mp4 else ("vp9", "opus")
    gaps = np.diff(footage.times) * footage.fps
    uneven = int(np.sum(np.abs(gaps - 1) > 0.05)) if len(gaps) else 0
    wanted = timeline.frames / timeline.fps
    drift = abs(footage.video_seconds - footage.audio_seconds)
    kilobits = footage.path.stat().st_size * 8 / 1000 / max(footage.video_seconds, 0.1)
    format_of = footage.profile.lower() == "high" if mp4 else True
    picture = f"{footage.video_codec} {footage.profile} {footage.pixel_format}"
    return [
        verdict("F1", "index at the front", footage.index_first, str(footage.index_first), "moov before mdat"),
        verdict(
            "F2",
            "video codec",
            footage.video_codec == codecs[0]
            and format_of
            and footage.pixel_format == "yuv420p"
            and footage.tagged_bt709
            and footage.square_pixels,
            picture + (" bt709" if footage.tagged_bt709 else " untagged"),
            f"{codecs[0]} yuv420p bt709" + (" High" if mp4 else ""),
        ),
        verdict(
            "F3",
            "audio codec",
            footage.audio_codec == codecs[1] and footage.audio_rate == 48000 and footage.audio_channels == 2,
            f"{footage.audio_codec} {footage.audio_rate} Hz, {footage.audio_channels} channels",
            f"{codecs[1]} 48000 Hz, 2 channels",
        ),
        verdict(
            "F4",
            "frame size and constant rate",
            uneven == 0 and footage.width % 2 == 0 and footage.height % 2 == 0,
            f"{footage.width} x {footage.height}, {footage.fps:g} fps, {uneven} uneven",
            "even size, no uneven frame",
        ),
        verdict("F6", "picture and sound equally long", drift <= 0.1, f"{drift * 1000:.0f} ms", "100 ms"),
        verdict(
            "F7",
            "length",
            abs(footage.video_seconds - wanted) <= 1.5 / footage.fps,
            f"{footage.video_seconds:.2f} s",
            f"{wanted:.2f} s",
        ),
        verdict("F8", "bit rate", kilobits >= 516, f"{kilobits:.0f} kbit/s", "516 kbit/s", soft=True),
        verdict(
            "F9",
            "note that voice and presenter are synthetic",
            any("synthetic" in value for value in footage.metadata.values()),
            next((value for value in footage.metadata.values() if "synthetic" in value), "none")[:120],
            "a note in the metadata",
        ),
    ]
