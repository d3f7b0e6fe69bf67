"""The frame function: a film's Timeline and a frame's number in, that frame's planes out.

A frame depends on its number alone. What is kept between frames (scenes made ready, their still layers flattened) saves
work and never changes a pixel, so a film can be cut anywhere and its parts rendered by several processes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any

import cv2

from pitchreel.documents.timeline import (
    AnyLayer,
    ClipLayer,
    GroundLayer,
    PictureLayer,
    PresenterLayer,
    Scene,
    SpriteLayer,
    Timeline,
)
from pitchreel.errors import RenderError
from pitchreel.render.captions import Captions
from pitchreel.render.clips import clip_elements
from pitchreel.render.elements import Element, Stage
from pitchreel.render.grounds import ground_elements
from pitchreel.render.labels import label_layer
from pitchreel.render.lettering import Lettering
from pitchreel.render.pictures import picture_elements
from pitchreel.render.planes import OFFSET, Planes, blank
from pitchreel.render.presenters import OnScreen
from pitchreel.render.resampling import use_fast_resizing
from pitchreel.render.transitions import merge

_ELEMENTS: dict[type, Callable[[Any, Stage, int], list[Element]]] = {
    GroundLayer: ground_elements,
    PictureLayer: picture_elements,
    ClipLayer: clip_elements,
    SpriteLayer: lambda layer, stage, until: [Lettering(layer, stage, until)],
    PresenterLayer: lambda layer, stage, until: [OnScreen(layer, stage, until)],
}


class Composer:
    """Paints the frames of a film at a share of its full size; what no layer covers is a grey of ``luma``."""

    def __init__(self, timeline: Timeline, folder: Path, scale: float = 1.0, *, luma: int = OFFSET[0]) -> None:
        # One thread: a film is spread over processes, and OpenCV's own threads would only fight with them.
        cv2.setNumThreads(1)
        use_fast_resizing()
        self.timeline = timeline
        self._luma = luma
        self.stage = Stage.of(timeline, folder, scale)
        self._starts = [scene.start for scene in timeline.scenes]
        self._shots: dict[int, Shot] = {}
        self._overlays: list[Element] | None = None
        self._captions = Captions(self.stage)
        self._spare: tuple[Planes, Planes] | None = None

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the frames."""
        return self.stage.width, self.stage.height

    def paint(self, target: Planes, frame: int) -> None:
        """Paint a frame of the film over whatever ``target`` holds."""
        if not 0 <= frame < self.timeline.frames:
            raise RenderError(f"The film has no frame {frame}", f"It has {self.timeline.frames} frames, counted from 0")
        index = bisect_right(self._starts, frame) - 1
        scene = self.timeline.scenes[index]
        step = frame - scene.start
        if index and step < scene.transition.frames and scene.transition.name != "cut":
            if self._spare is None:
                self._spare = blank(*self.size), blank(*self.size)
            old, new = self._spare
            self._shot(index - 1).paint(old, frame)
            self._shot(index).paint(new, frame)
            merge(old, new, target, scene.transition, (step + 0.5) / scene.transition.frames)
        else:
            self._forget(index)
            self._shot(index).paint(target, frame)
        for element in self._above():
            element.paint(target, frame)
        self._captions.paint(target, frame)

    def _shot(self, index: int) -> Shot:
        if index not in self._shots:
            scenes = self.timeline.scenes
            following = scenes[index + 1].transition if index + 1 < len(scenes) else None
            longer = 0 if following is None or following.name == "cut" else following.frames
            self._shots[index] = Shot(scenes[index], self.stage, longer, self._luma)
        return self._shots[index]

    def _forget(self, index: int) -> None:
        for old in [key for key in self._shots if key != index]:
            del self._shots[old]

    def _above(self) -> list[Element]:
        if self._overlays is None:
            layers = (*self.timeline.overlays, *label_layer(self.timeline))
            self._overlays = [element for layer in layers for element in make_elements(layer, self.stage, layer.end)]
        return self._overlays


def make_elements(layer: AnyLayer, stage: Stage, until: int) -> list[Element]:
    """What a layer is painted from; it is to be seen before the frame ``until``."""
    return _ELEMENTS[type(layer)](layer, stage, until)


class Shot:
    """A scene made ready to be painted."""

    def __init__(self, scene: Scene, stage: Stage, longer: int, luma: int) -> None:
        """``longer``: by how many frames the scene is still to be seen after its end."""
        self._stage, self._luma = stage, luma
        self._elements: list[Element] = []
        for layer in scene.layers:
            # What lasts to the end of the scene lasts through the transition out of it.
            until = max(layer.end, scene.end + longer) if layer.end >= scene.end else layer.end
            self._elements += make_elements(layer, stage, until)
        self._base: tuple[list[Hashable], Planes] | None = None

    def paint(self, target: Planes, frame: int) -> None:
        """Paint the scene: what stands still at the back from the base, the rest over it."""
        states = [element.state(frame) for element in self._elements]
        still = self._still(states, frame)
        flat = len(self._base[0]) if self._base is not None else 0
        if self._base is not None and flat >= still and self._base[0] == states[:flat]:
            self._base[1].copy_to(target)
            still = flat
        elif still:
            self._base = (states[:still], self._flatten(still, frame, states))
            self._base[1].copy_to(target)
        else:
            self._clear(target)
        for element, state in zip(self._elements[still:], states[still:], strict=True):
            if state is not None:
                element.paint(target, frame)

    def _still(self, states: list[Hashable], frame: int) -> int:
        """How many elements from the back look the same at the next frame as well."""
        for index, (element, state) in enumerate(zip(self._elements, states, strict=True)):
            if element.state(frame + 1) != state:
                return index
        return len(states)

    def _flatten(self, count: int, frame: int, states: list[Hashable]) -> Planes:
        base = blank(self._stage.width, self._stage.height, self._luma)
        for element, state in zip(self._elements[:count], states[:count], strict=True):
            if state is not None:
                element.paint(base, frame)
        return base

    def _clear(self, target: Planes) -> None:
        for plane, value in zip(target.each, (self._luma, *OFFSET[1:]), strict=True):
            plane.fill(value)
