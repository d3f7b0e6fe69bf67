"""The files that a film is made from: found inside its folder, and decoded within limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from pitchreel.documents.timeline import Asset
from pitchreel.errors import MediaError

PICTURE_PIXELS = 80_000_000
_PICTURE_HINT = "Replace the file by a whole PNG, JPEG or WebP picture, or take it out of the Timeline"
_FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP")
_END_OF_JPEG = b"\xff\xd9"
_REDUCED = {
    1: cv2.IMREAD_COLOR,
    2: cv2.IMREAD_REDUCED_COLOR_2,
    4: cv2.IMREAD_REDUCED_COLOR_4,
    8: cv2.IMREAD_REDUCED_COLOR_8,
}
_ORIENTATION = 0x0112
_SIDEWAYS = (5, 6, 7, 8)
_TURNS: dict[int, tuple[int | None, bool]] = {
    2: (None, True),
    3: (cv2.ROTATE_180, False),
    4: (cv2.ROTATE_180, True),
    5: (cv2.ROTATE_90_CLOCKWISE, True),
    6: (cv2.ROTATE_90_CLOCKWISE, False),
    7: (cv2.ROTATE_90_COUNTERCLOCKWISE, True),
    8: (cv2.ROTATE_90_COUNTERCLOCKWISE, False),
}
"""What brings a picture of each orientation upright: a turn, then a mirror."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """The assets of a film in its folder."""

    assets: Mapping[str, Asset]
    folder: Path

    def path(self, asset: str) -> Path:
        """Where an asset's file is; raises MediaError when it is missing or lies outside the folder."""
        name = self.assets[asset].path
        folder = self.folder.resolve()
        path = (folder / name).resolve()
        if not path.is_relative_to(folder):
            raise MediaError(f"{name!r} (asset {asset!r}) leaves the folder of the film", "Copy the file into it")
        if not path.is_file():
            raise MediaError(
                f"{name} (asset {asset!r}) is missing in {self.folder}", "Put the file there, or make the film again"
            )
        return path

    def check(self) -> None:
        """Raise MediaError for the first asset that is not there."""
        for asset in self.assets:
            self.path(asset)

    def picture_size(self, asset: str) -> tuple[int, int]:
        """Width and height of a picture as it is seen; raises MediaError."""
        with self._open(asset) as image:
            width, height = image.size
            return (height, width) if _turned(image) in _SIDEWAYS else (width, height)

    def picture(self, asset: str, *, least: tuple[float, float] = (0, 0)) -> NDArray[np.uint8]:
        """A picture as RGB, or premultiplied RGBA when it has transparency; raises MediaError.

        A JPEG that is several times larger than ``least`` (width and height in pixels) is decoded smaller.
        """
        with self._open(asset) as image:
            turned = _turned(image)
            wanted = (ceil(least[1]), ceil(least[0])) if turned in _SIDEWAYS else (ceil(least[0]), ceil(least[1]))
            try:
                if image.format == "JPEG" and image.mode in ("RGB", "L"):
                    found = _jpeg(self.path(asset), image.size, wanted)
                    if found is not None:
                        return _settle(found, turned)
                return _settle(_decoded(image), turned)
            except (OSError, ValueError, SyntaxError, MemoryError) as error:
                raise MediaError(f"{self._name(asset)} cannot be decoded: {error}", _PICTURE_HINT) from None

    def _name(self, asset: str) -> str:
        return f"{self.assets[asset].path} (asset {asset!r})"

    def _open(self, asset: str) -> Image.Image:
        path = self.path(asset)
        try:
            image = Image.open(path, formats=_FORMATS)
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
            raise MediaError(f"{self._name(asset)} is not a picture that can be read", _PICTURE_HINT) from None
        if image.size[0] * image.size[1] > PICTURE_PIXELS:
            raise MediaError(
                f"{self._name(asset)} has {image.size[0]} x {image.size[1]} pixels",
                f"Make it smaller than {PICTURE_PIXELS // 1_000_000} million pixels",
            )
        return image


def _turned(image: Image.Image) -> int:
    """How a camera says that the picture is to be turned (EXIF orientation, 1 to 8)."""
    # Only where it costs nothing: for a PNG the whole picture would be decoded to find it.
    return int(image.getexif().get(_ORIENTATION, 1)) if image.format in ("JPEG", "WEBP") else 1


def _jpeg(path: Path, size: tuple[int, int], wanted: tuple[int, int]) -> NDArray[np.uint8] | None:
    """A JPEG decoded in half of Pillow's time; None when its end is missing, for OpenCV would fill that with grey."""
    data = np.fromfile(path, np.uint8)
    if _END_OF_JPEG not in data[-64:].tobytes():
        return None
    shrink = 1
    while shrink < 8 and min(wanted) > 0 and min(size[0] / wanted[0], size[1] / wanted[1]) >= 2 * shrink:
        shrink *= 2
    bgr = cv2.imdecode(data, _REDUCED[shrink] | cv2.IMREAD_IGNORE_ORIENTATION)
    return None if bgr is None else cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB, bgr)


def _decoded(image: Image.Image) -> NDArray[np.uint8]:
    if image.mode.startswith("I"):
        return np.repeat((np.asarray(image).astype(np.uint32) >> 8).astype(np.uint8)[..., None], 3, axis=2)
    see_through = "A" in image.getbands() or "transparency" in image.info
    return np.asarray(image.convert("RGBA" if see_through else "RGB"))


def _settle(pixels: NDArray[np.uint8], turned: int) -> NDArray[np.uint8]:
    """Turned upright; RGB when nothing shines through, else premultiplied RGBA."""
    if turned in _TURNS:
        code, mirrored = _TURNS[turned]
        pixels = pixels if code is None else cv2.rotate(pixels, code)
        pixels = cv2.flip(pixels, 1) if mirrored else pixels
    if pixels.shape[2] == 3:
        return np.ascontiguousarray(pixels)
    alpha = cv2.extractChannel(pixels, 3)
    if alpha.min() == 255:
        return cv2.cvtColor(pixels, cv2.COLOR_RGBA2RGB)  # type: ignore[no-any-return]
    return cv2.cvtColor(pixels, cv2.COLOR_RGBA2mRGBA)  # type: ignore[no-any-return]
