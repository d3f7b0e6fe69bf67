"""The storyboard in MoviePy 2, as its guide would have one write it. Usage: peers_moviepy.py FOLDER OUTPUT.

Runs in an environment of its own: MoviePy 2.2 wants an older Pillow than Pitchreel.
"""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path

import numpy as np
from moviepy import AudioFileClip, CompositeAudioClip, CompositeVideoClip, ImageClip, VideoClip, VideoFileClip, afx, vfx
from PIL import Image

TURN = 0.4
SIZE = (1080, 1920)


def eased(t: float, d: float) -> float:
    return 1 - (1 - min(max(t / d, 0), 1)) ** 4


def spring(t: float, d: float) -> float:
    t = max(t, 0) / d
    return 1 - math.exp(-6.03 * t) * (math.cos(6.68 * t) + 0.903 * math.sin(6.68 * t))


def in_out(share: float) -> float:
    return share * share * (3 - 2 * share)


def ken_burns(path: Path, shot: dict, length: float) -> VideoClip:
    picture = Image.open(path).convert("RGB")
    side = picture.width

    def frame(t: float) -> np.ndarray:
        share = t / 3.4
        zoom, pan_x, pan_y = (
            shot[name][0] + (shot[name][1] - shot[name][0]) * share for name in ("zoom", "pan_x", "pan_y")
        )
        seen = side / zoom
        left, top = (min(max(0, (side - seen) / 2 - pan * seen), side - seen) for pan in (pan_x, pan_y))
        box = (left, top, left + seen, top + seen)
        return np.asarray(picture.resize((1000, 1000), Image.Resampling.BILINEAR, box=box))

    return VideoClip(frame, duration=length)


def rounded_mask(props: Path) -> np.ndarray:
    return np.asarray(Image.open(props / "card-mask.png").convert("L")) / 255.0


def make_shot(folder: Path, index: int, shot: dict, length: float) -> CompositeVideoClip:
    props = folder / "peers"
    card = ken_burns(folder / shot["picture"], shot, length)
    card = card.with_mask(ImageClip(rounded_mask(props), is_mask=True, duration=length)).with_position((40, 420))
    ground = ImageClip(str(props / f"ground-{index}.png"), duration=length)
    x, y, _, _, after = shot["headline"]
    headline = (
        ImageClip(str(props / f"headline-{index}.png"), duration=length - after)
        .with_start(after)
        .with_position(lambda t: (x, y + 64 * (1 - eased(t, 0.5))))
        .with_effects([vfx.CrossFadeIn(0.3)])
    )
    left, top, side, _, pop = shot["badge"]
    badge = ImageClip(str(props / f"badge-{index}.png"), duration=length - pop).with_start(pop)
    badge = badge.rotated(lambda t: 14 - 6 * spring(t, 0.533), expand=False).resized(
        lambda t: 0.4 + 0.6 * spring(t, 0.533)
    )
    badge = badge.with_position(
        lambda t: tuple(edge + side / 2 * (1 - (0.4 + 0.6 * spring(t, 0.533))) for edge in (left, top))
    )
    return CompositeVideoClip([ground, card, headline, badge], size=SIZE).with_duration(length)


def build(folder: Path, output: Path) -> None:
    props = folder / "peers"
    plan = json.loads((props / "plan.json").read_text())
    layers = []
    for index, shot in enumerate(plan["shots"]):
        more = TURN if index + 1 < len(plan["shots"]) else 0
        clip = make_shot(folder, index, shot, plan["shot"] + more).with_start(shot["start"])
        if shot["transition"] == "fade":
            clip = clip.with_effects([vfx.CrossFadeIn(TURN)])
        elif shot["transition"] == "slide":
            clip = clip.with_position(lambda t: (round(1080 * (1 - in_out(min(1, t / TURN)))), 0))
        layers.append(clip)
    at = 0.0
    for name, seconds in plan["captions"]:
        layers.append(ImageClip(str(props / name), duration=seconds).with_start(at).with_position((0, 1380)))
        at += seconds
    layers.append(VideoFileClip(str(props / "presenter.mov"), has_mask=True).with_position((680, 1520)))
    film = CompositeVideoClip(layers, size=SIZE).with_duration(plan["seconds"])
    voice = AudioFileClip(str(folder / "audio/voice.wav"))
    music = AudioFileClip(str(folder / plan["music"])).with_effects(
        [afx.AudioLoop(duration=plan["seconds"]), afx.MultiplyVolume(0.12)]
    )
    film = film.with_audio(CompositeAudioClip([voice, music]).with_duration(plan["seconds"]))
    film.write_videofile(
        str(output),
        fps=30,
        codec="libx264",
        preset="veryfast",
        threads=2,
        audio_codec="aac",
        audio_bitrate="192k",
        ffmpeg_params=["-crf", "21", "-pix_fmt", "yuv420p", "-movflags", "+faststart"],
        logger=None,
    )


if __name__ == "__main__":
    build(Path(sys.argv[1]), Path(sys.argv[2]))
