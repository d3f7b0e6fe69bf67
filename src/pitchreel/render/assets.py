"""The files that a film is made from: found inside its folder, and decoded within limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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
            turned = image.getexif().get(0x0112, 1) in (5, 6, 7, 8)
        return (height, width) if turned else (width, height)

    def picture(self, asset: str, *, least: tuple[float, float] = (0, 0)) -> NDArray[np.uint8]:
        """A picture as RGB, or premultiplied RGBA when it has transparency; raises MediaError.

        A JPEG that is several times larger than ``least`` (width and height in pixels) is decoded smaller.
        """
        path = self.path(asset)
        with self._open(asset) as image:
            size, kind = image.size, image.format
            has_alpha = "A" in image.getbands() or "transparency" in image.info
            animated = kind == "GIF"
            if animated:
                frame = np.asarray(image.convert("RGBA"))
        if animated:
            return _settle(frame)
        shrink = 1
        if kind == "JPEG" and min(least) > 0:
            while shrink < 8 and min(size[0] / least[0], size[1] / least[1]) >= 2 * shrink:
                shrink *= 2
        flag = {1: cv2.IMREAD_COLOR, 2: cv2.IMREAD_REDUCED_COLOR_2, 4: cv2.IMREAD_REDUCED_COLOR_4}.get(
            shrink, cv2.IMREAD_REDUCED_COLOR_8
        )
        try:
            data = np.frombuffer(path.read_bytes(), np.uint8)
            decoded = cv2.imdecode(data, cv2.IMREAD_UNCHANGED if has_alpha else flag)
        except (cv2.error, OSError):
            decoded = None
        if decoded is None:
            raise MediaError(
                f"{self.assets[asset].path} (asset {asset!r}) cannot be decoded as a picture", _PICTURE_HINT
            )
        if decoded.dtype != np.uint8:
            decoded = (decoded / 257).astype(np.uint8)
        if decoded.ndim == 3 and decoded.shape[2] == 4:
            return _settle(cv2.cvtColor(decoded, cv2.COLOR_BGRA2RGBA))
        return cv2.cvtColor(decoded, cv2.COLOR_BGR2RGB if decoded.ndim == 3 else cv2.COLOR_GRAY2RGB)  # type: ignore[no-any-return]

    def _open(self, asset: str) -> Image.Image:
        path = self.path(asset)
        try:
            image = Image.open(path, formats=_FORMATS)
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
            raise MediaError(
                f"{self.assets[asset].path} (asset {asset!r}) is not a picture that can be read", _PICTURE_HINT
            ) from None
        if image.size[0] * image.size[1] > PICTURE_PIXELS:
            raise MediaError(
                f"{self.assets[asset].path} (asset {asset!r}) has {image.size[0]} x {image.size[1]} pixels",
                f"Make it smaller than {PICTURE_PIXELS // 1_000_000} million pixels",
            )
        return image


def _settle(rgba: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """RGB when nothing shines through, else premultiplied RGBA."""
    alpha = rgba[..., 3:]
    if alpha.min() == 255:
        return np.ascontiguousarray(rgba[..., :3])
    colours = cv2.multiply(rgba[..., :3], cv2.merge([rgba[..., 3]] * 3), scale=1 / 255)
    return np.ascontiguousarray(np.dstack((colours, alpha)))
