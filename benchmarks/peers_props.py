"""What the peers are given: the storyboard's words, badges, captions and presenter as finished pictures with alpha.

Drawing them is left out of the peers' account, which is in their favour.
"""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import skia
from numpy.typing import NDArray

from pitchreel.bench.storyboard import FPS, SHOT
from pitchreel.documents.timeline import GroundLayer, PictureLayer, SpriteLayer, Timeline
from pitchreel.render.captions import Captions, draw_caption
from pitchreel.render.drawing import draw_marks
from pitchreel.render.elements import Stage
from pitchreel.render.grounds import Ground
from pitchreel.render.planes import to_rgb
from pitchreel.render.presenters import OnScreen
from pitchreel.render.sprites import Sprite
from pitchreel.typeset import caption_geometry

CAPTION_TOP, CAPTION_HEIGHT = 1380, 140
PRESENTER = (680, 1520, 380, 380)


def make_peers_props(timeline: Timeline, folder: Path) -> None:
    """Write pictures, a presenter with alpha and ``plan.json`` into ``folder / "peers"``."""
    out = folder / "peers"
    out.mkdir(exist_ok=True)
    stage = Stage.of(timeline, folder, 1.0)
    shots = []
    for index, scene in enumerate(timeline.scenes):
        shot: dict[str, object] = {"start": scene.start / FPS, "transition": scene.transition.name}
        for layer in scene.layers:
            match layer:
                case GroundLayer():
                    ground = Ground(layer, stage, layer.end)._field()
                    cv2.imwrite(str(out / f"ground-{index}.png"), cv2.cvtColor(to_rgb(ground), cv2.COLOR_RGB2BGR))
                case PictureLayer():
                    keys = {motion.property: [key.value for key in motion.keys] for motion in layer.motions}
                    shot |= {"picture": timeline.assets[layer.asset].path, **keys}
                case SpriteLayer():
                    box = layer.box

                    def draw(canvas: skia.Canvas, layer: SpriteLayer = layer) -> None:
                        draw_marks(canvas, layer.marks, stage.shelf, "en", 1.0)

                    write_rgba(out / f"{layer.role}-{index}.png", drawn(draw, box.width, box.height))
                    shot[layer.role] = [box.x, box.y, box.width, box.height, layer.start / FPS - scene.start / FPS]
        shots.append(shot)
    mask = drawn(lambda canvas: canvas.drawRRect(_card(), skia.Paint(AntiAlias=True)), 1000, 1000)
    cv2.imwrite(str(out / "card-mask.png"), mask[..., 3])
    plan = {
        "shots": shots,
        "seconds": timeline.frames / FPS,
        "shot": SHOT / FPS,
        "captions": write_captions(stage, out),
    }
    (out / "plan.json").write_text(json.dumps(plan, indent=1))
    write_presenter(stage, out / "presenter.mov")


def _card() -> skia.RRect:
    return skia.RRect.MakeRectXY(skia.Rect.MakeWH(1000, 1000), 40, 40)


def drawn(draw: object, width: int, height: int) -> NDArray[np.uint8]:
    """Premultiplied RGBA of what Skia draws."""
    pixels = np.zeros((height, width, 4), np.uint8)
    with skia.Surface(pixels, skia.kRGBA_8888_ColorType, skia.kPremul_AlphaType) as canvas:
        draw(canvas)  # type: ignore[operator]
    return pixels


def write_rgba(path: Path, premultiplied: NDArray[np.uint8]) -> None:
    straight = cv2.cvtColor(premultiplied, cv2.COLOR_mRGBA2RGBA)
    cv2.imwrite(str(path), cv2.cvtColor(straight, cv2.COLOR_RGBA2BGRA))


def write_captions(stage: Stage, out: Path) -> list[list[float | str]]:
    """A picture for each spoken word, and for how many seconds it is shown."""
    timeline, style = stage.timeline, stage.timeline.caption_style
    assert style is not None
    captions = Captions(stage)
    states = [captions.state(frame) for frame in range(timeline.frames)]
    shown: list[list[float | str]] = []
    last: tuple[int, int] | None = None
    for state in states:
        key = (state.caption, state.word) if state else (-1, -1)
        if key != last:
            name = f"caption-{key[0]}-{key[1]}.png"
            pixels = np.zeros((CAPTION_HEIGHT, timeline.width, 4), np.uint8)
            if state:
                caption = timeline.captions[state.caption]
                words = [word.text for word in caption.words]
                geometry = caption_geometry(words, style, caption.box.width, breaks=caption.breaks)
                with skia.Surface(pixels, skia.kRGBA_8888_ColorType, skia.kPremul_AlphaType) as canvas:
                    canvas.translate(caption.box.x, caption.box.y - CAPTION_TOP)
                    draw_caption(canvas, geometry, style, state.word, "en")
            write_rgba(out / name, pixels)
            shown.append([name, 0.0])
            last = key
        shown[-1][1] = float(shown[-1][1]) + 1 / FPS
    return shown


def write_presenter(stage: Stage, path: Path) -> None:
    """The presenter as a clip with alpha."""
    element = OnScreen(stage.timeline.overlays[0], stage, stage.timeline.frames)  # type: ignore[arg-type]
    x, y, width, height = PRESENTER
    with av.open(str(path), "w") as container:
        stream = container.add_stream("qtrle", rate=FPS)
        stream.width, stream.height, stream.pix_fmt = width, height, "argb"
        for number in range(stage.timeline.frames):
            pixels = np.zeros((height, width, 4), np.uint8)
            placed = element.placement(number)
            if placed is not None:
                sprite: Sprite = element._draw(placed._replace(opacity=1.0), element._pose(number))
                alpha = sprite.alpha.astype(np.float32)
                opaque = to_rgb(sprite.planes).astype(np.float32)
                # Its planes are premultiplied; as RGB over black they are what the alpha lets through.
                rgb = np.where(alpha[..., None] > 0, np.clip(opaque * 255 / np.maximum(alpha, 1)[..., None], 0, 255), 0)
                top, left = sprite.y - y, sprite.x - x
                pixels[top : top + rgb.shape[0], left : left + rgb.shape[1], :3] = rgb
                pixels[top : top + rgb.shape[0], left : left + rgb.shape[1], 3] = alpha * placed.opacity
            frame = av.VideoFrame.from_ndarray(pixels, "rgba").reformat(format="argb")
            frame.pts, frame.time_base = number, Fraction(1, FPS)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
