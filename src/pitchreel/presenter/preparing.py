"""Preparing: a clip or a photograph becomes a custom presenter, once for any number of films.

What was given comes from anywhere: it is looked at and decoded in a limited child, and made over into a file that
every later stage can trust.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Literal

import av
import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pitchreel.child import Child
from pitchreel.config import Settings
from pitchreel.documents.product import Point, Region
from pitchreel.errors import MediaError, OutputError
from pitchreel.presenter.custom import DOCUMENT, CustomPresenter
from pitchreel.product import looks
from pitchreel.product.clips import CLIP_TIME, Clip, examine_clip
from pitchreel.product.pictures import Picture, examine_picture, save_picture
from pitchreel.product.sniff import CLIPS, HEAD, PICTURES, sniff
from pitchreel.progress import Progress, silent

COVER = 720
"""Pixels of the cover's longer side."""
HEADS = 2.6
"""Height of a cover in heights of a face: head and shoulders."""
FACE = (0.5, 0.36)
"""Where a face is looked for in a picture in which none was found: in the middle, a third down."""
LOOKS = 6
"""Frames of a clip in which a face is looked for."""
_LOOKED_AT = 960
Picture8 = NDArray[np.uint8]
_HINT = "Give an MP4 or WebM clip, or a JPEG, PNG or WebP photograph, of one person facing the camera"


def prepare_presenter(
    source: Path, folder: Path, *, settings: Settings, name: str = "", progress: Progress = silent
) -> CustomPresenter:
    """Make a clip or a photograph ready as a presenter: ``presenter.json`` and its files in ``folder``.

    What the file is, its content decides. Raises MediaError when it cannot be used, OutputError when the folder
    cannot be written.
    """
    kind = _kind_of(source)
    folder.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".incoming-", dir=folder))
    try:
        with Child(memory=settings.child_memory, preload=(examine_clip.__module__,)) as child:
            found = _examine(child, kind, source, work, settings)
        progress(0.8)
        presenter = _settle(found, work, folder, name)
    except OSError as error:
        raise OutputError(f"{folder} cannot be written: {error.strerror}", "Choose another folder") from None
    finally:
        shutil.rmtree(work, ignore_errors=True)
    presenter.save(folder / DOCUMENT)
    progress(1.0)
    return presenter


def _kind_of(source: Path) -> Literal["clip", "photo"]:
    try:
        with source.open("rb") as file:
            kind = sniff(file.read(HEAD))
    except OSError as error:
        raise MediaError(f"{source.name} cannot be read: {error.strerror}", _HINT) from None
    if kind in CLIPS:
        return "clip"
    if kind in PICTURES:
        return "photo"
    raise MediaError(f"{source.name} is neither a clip nor a photograph that can be read", _HINT)


def _examine(child: Child, kind: str, source: Path, work: Path, settings: Settings) -> Clip | Picture:
    args = str(source), str(work), "presenter", settings.picture_pixels
    if kind == "clip":
        return child.run(examine_clip, *args, seconds=CLIP_TIME * settings.child_seconds, what="The clip", hint=_HINT)
    return child.run(examine_picture, *args, seconds=settings.child_seconds, what="The photograph", hint=_HINT)


def _settle(found: Clip | Picture, work: Path, folder: Path, name: str) -> CustomPresenter:
    """Look for the face, write the cover, and put what was made into its place."""
    moves = isinstance(found, Clip)
    still = found.poster if isinstance(found, Clip) else found.path
    with Image.open(work / still) as opened:
        picture = np.asarray(_on_grey(opened), dtype=np.uint8)
    face = _find_face([picture, *(_some_frames(work / found.path) if moves else ())])
    focus = Point(x=face.x + face.width / 2, y=face.y + face.height / 2) if face else Point(x=FACE[0], y=FACE[1])
    save_picture(Image.fromarray(_cover(picture, face, focus)), work / "cover.jpg")
    for file in (found.path, "cover.jpg"):
        (work / file).replace(folder / file)
    return CustomPresenter(
        name=name,
        type="clip" if moves else "photo",
        media=found.path,
        cover="cover.jpg",
        width=found.width,
        height=found.height,
        duration_ms=found.duration_ms if isinstance(found, Clip) else 0,
        face=face,
        focus=focus,
        colours=found.colours,
        warnings=() if face else ("No face was found: the picture is framed about its upper middle",),
    )


def _find_face(pictures: list[Picture8]) -> Region | None:
    """Where the face is in most of some pictures: a single look may take something else for one."""
    boxes = []
    for picture in pictures:
        scale = min(1.0, _LOOKED_AT / max(picture.shape[:2]))
        small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else picture
        box = looks.find_face(np.asarray(small, dtype=np.uint8))
        if box is not None:
            boxes.append(box)
    if not boxes:
        return None
    x, y, width, height = np.median(np.array(boxes), axis=0).tolist()
    return Region(x=x, y=y, width=width, height=height)


def _some_frames(path: Path) -> list[Picture8]:
    """LOOKS frames of a made-over clip at even times."""
    found: list[Picture8] = []
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        step = max(1, stream.frames // LOOKS)
        for number, frame in enumerate(container.decode(stream)):
            if number % step == step // 2 and len(found) < LOOKS:
                found.append(np.asarray(frame.to_ndarray(format="rgb24"), dtype=np.uint8))
    return found


def _on_grey(picture: Image.Image) -> Image.Image:
    if picture.mode != "RGBA":
        return picture.convert("RGB")
    ground = Image.new("RGBA", picture.size, (226, 228, 232, 255))
    return Image.alpha_composite(ground, picture).convert("RGB")


def _cover(picture: Picture8, face: Region | None, focus: Point) -> Picture8:
    """A square of head and shoulders."""
    height, width = picture.shape[:2]
    side = min(width, height, round(HEADS * face.height * height) if face else min(width, height))
    drop = 0.3 * face.height * height if face else 0.0
    x = min(max(round(focus.x * width - side / 2), 0), width - side)
    y = min(max(round(focus.y * height + drop - side / 2), 0), height - side)
    square = np.ascontiguousarray(picture[y : y + side, x : x + side])
    if side <= COVER:
        return square
    return np.asarray(cv2.resize(square, (COVER, COVER), interpolation=cv2.INTER_AREA), dtype=np.uint8)
