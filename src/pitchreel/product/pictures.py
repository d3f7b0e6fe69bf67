"""One picture, decoded and looked at. Runs in a limited child: what it is given comes from anywhere."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms, ImageFile, ImageOps

from pitchreel.errors import MediaError, OutputError
from pitchreel.product import cutout, looks
from pitchreel.product.oklab import Floats, to_oklab
from pitchreel.product.sniff import HEAD, PICTURES, sniff

Bytes = NDArray[np.uint8]

LONGEST_SIDE = 2160
"""Pictures are made no larger than this: twice the width of an upright film, room enough for a close-up."""
SHORTEST_SIDE = 64
"""Anything smaller is an icon."""

_HINT = "Give a sound JPEG, PNG, WebP, AVIF or GIF"
_OUTLINE = 240


@dataclass(frozen=True)
class Picture:
    """What was found in a picture. Paths are names in the folder that was given; places are fractions."""

    path: str
    width: int
    height: int
    alpha: bool
    background: str
    cutout: str | None
    subject: tuple[float, float, float, float]
    focus: tuple[float, float]
    colours: tuple[str, ...]
    shares: tuple[float, ...]
    """How much of the subject each colour covers."""
    traits: tuple[str, ...]
    print: bytes
    outline: tuple[tuple[float, float, float], ...]
    """OKLab colours along the cut-out's edge."""
    original: tuple[int, int]


def examine_picture(source: str, folder: str, name: str, pixels: int) -> Picture:
    """Decode the file ``source``, write it upright as ``folder/name.*``, and its cut-out where one is clean.

    ``pixels`` is the largest picture that is decoded. Raises MediaError.
    """
    path = Path(source)
    picture, original = open_picture(path, pixels)
    target = Path(folder)
    if picture.mode == "RGBA" and not _clear_around(picture):
        picture = _on_white(picture)
    array = np.asarray(picture)
    flat = np.asarray(_on_white(picture)) if picture.mode == "RGBA" else array
    if looks.is_blank(flat):
        raise MediaError("The picture shows one colour and nothing else", "Give a picture of the product")
    alpha = picture.mode == "RGBA"
    lab = cutout.to_lab(flat)
    background = None if alpha else cutout.find_background(lab)
    if background is None:
        kind, cut = "transparent", cutout.cut_transparent(array)
    elif background.plain:
        kind, cut = "plain", cutout.cut_plain(flat, lab, background)
    else:
        kind, cut = "scene", None
    file = f"{name}.png" if alpha else f"{name}.jpg"
    save_picture(picture, target / file)
    traits = looks.find_traits(flat, kind != "scene")
    if cut is None:
        x, y, box = looks.find_focus(looks.find_saliency(flat))
        colours, shares = looks.find_colours(flat, None if background is None else _off(background, lab, flat))
        outline: tuple[tuple[float, float, float], ...] = ()
        cut_file = None
    else:
        weight = cut[..., 3].astype(np.float32)
        (left, top, right, bottom), box = _box(weight)
        x, y = _middle(weight)
        cut_file = f"{name}-cutout.png"
        save_picture(Image.fromarray(cut[top:bottom, left:right]), target / cut_file)
        colours, shares = looks.find_colours(np.ascontiguousarray(cut[..., :3]), weight > 250)
        outline = _outline(cut)
        traits = ("cut-out", *traits)
    return Picture(
        path=file,
        width=picture.width,
        height=picture.height,
        alpha=alpha,
        background=kind,
        cutout=cut_file,
        subject=box,
        focus=(x, y),
        colours=colours,
        shares=shares,
        traits=traits,
        print=looks.find_print(flat),
        outline=outline,
        original=original,
    )


def open_picture(path: Path, pixels: int) -> tuple[Image.Image, tuple[int, int]]:
    """A picture as sRGB (RGB or RGBA), upright, at most LONGEST_SIDE, and its own size; raises MediaError."""
    with path.open("rb") as file:
        kind = sniff(file.read(HEAD))
    if kind == "svg":
        raise MediaError("The picture is a drawing (SVG), which is not read", _HINT)
    if kind not in PICTURES:
        raise MediaError("The file is no picture that can be read", _HINT)
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    Image.MAX_IMAGE_PIXELS = None  # the limit is checked here, before anything is decoded
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(path, formats=(PICTURES[kind],)) as picture:
                width, height = picture.size
                if width * height > pixels:
                    raise MediaError(
                        f"The picture has {width:,} x {height:,} pixels, more than the limit of {pixels:,}",
                        "Give a smaller picture",
                    )
                if min(width, height) < SHORTEST_SIDE:
                    raise MediaError(f"The picture is only {width:,} x {height:,} pixels", "Give a larger picture")
                picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
                turned = _as_srgb(picture)
                turned.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS, reducing_gap=1.5)
                turned = ImageOps.exif_transpose(turned)
                if picture.getexif().get(0x0112, 1) >= 5:
                    width, height = height, width
                return turned, (width, height)
    except MediaError:
        raise
    except MemoryError:
        raise MediaError("The picture takes too much memory to decode", "Give a smaller picture") from None
    except Exception as error:  # decoders of foreign bytes raise whatever they like
        raise MediaError(f"The picture cannot be decoded: {reason(error)}", _HINT) from error


def reason(error: Exception) -> str:
    """What a decoder has against a file, without the file's name."""
    text = getattr(error, "strerror", None) or str(error)
    return text[:200] if text and "/" not in text else "it is broken"


def _as_srgb(picture: Image.Image) -> Image.Image:
    has_alpha = picture.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in picture.info
    exif = picture.getexif()
    profile = picture.info.get("icc_profile")
    if picture.mode.startswith("I") or picture.mode == "F":
        picture = Image.fromarray(_eight_bits(np.asarray(picture, dtype=np.float64)))
    elif profile and picture.mode in ("RGB", "CMYK", "L", "RGBA"):
        picture = _convert(picture, profile, "RGBA" if picture.mode == "RGBA" else "RGB")
    mode = "RGBA" if has_alpha else "RGB"
    converted = picture if picture.mode == mode else picture.convert(mode)
    converted.info = {"exif": exif.tobytes()} if exif else {}
    return converted


def _eight_bits(values: NDArray[np.float64]) -> Bytes:
    top = 65535.0 if values.max() > 255 else 255.0
    return np.clip(values / top * 255, 0, 255).astype(np.uint8)


def _convert(picture: Image.Image, profile: bytes, mode: str) -> Image.Image:
    """Through the picture's own colour profile; a broken profile is left aside, the pixels are still good."""
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture
    return converted or picture


def _clear_around(picture: Image.Image) -> bool:
    """Whether most of the border is transparent: a real cut-out, not a photograph with an idle alpha channel."""
    alpha = np.asarray(picture.getchannel("A"))
    edge = np.concatenate([alpha[0], alpha[-1], alpha[:, 0], alpha[:, -1]])
    return bool(np.mean(edge < 128) > 0.55)


def _on_white(picture: Image.Image) -> Image.Image:
    white = Image.new("RGBA", picture.size, (255, 255, 255, 255))
    white.alpha_composite(picture)
    return white.convert("RGB")


def save_picture(picture: Image.Image, path: Path) -> None:
    """Write a picture of ours as PNG or JPEG; raises OutputError."""
    try:
        if path.suffix == ".png":
            picture.save(path, compress_level=3)
        else:
            picture.save(path, quality=92, subsampling=0)
    except OSError as error:
        raise unwritable(path, error) from None


def unwritable(path: Path, error: OSError) -> OutputError:
    """The error for a file of ours that could not be written."""
    return OutputError(f"{path} cannot be written: {error.strerror or error}", "Make room, or choose another folder")


def _off(background: cutout.Background, lab: Floats, flat: Bytes) -> NDArray[np.bool_] | None:
    """What differs from a plain background, or None where the background is none."""
    if not background.plain:
        return None
    away = np.linalg.norm(lab - background.surface, axis=2) > 0.06
    return away if away.mean() > 0.01 else None


def _box(weight: Floats) -> tuple[tuple[int, int, int, int], tuple[float, float, float, float]]:
    """The box around what is not transparent, in pixels (left, top, right, bottom) and as fractions."""
    height, width = weight.shape
    columns, rows = np.nonzero((weight > 8).any(axis=0))[0], np.nonzero((weight > 8).any(axis=1))[0]
    left, right = max(0, int(columns[0]) - 2), min(width, int(columns[-1]) + 3)
    top, bottom = max(0, int(rows[0]) - 2), min(height, int(rows[-1]) + 3)
    fractions = (left / width, top / height, (right - left) / width, (bottom - top) / height)
    return (left, top, right, bottom), fractions


def _middle(weight: Floats) -> tuple[float, float]:
    total = float(weight.sum())
    height, width = weight.shape
    x = float((weight.sum(axis=0) * (np.arange(width) + 0.5)).sum()) / total / width
    y = float((weight.sum(axis=1) * (np.arange(height) + 0.5)).sum()) / total / height
    return x, y


def _outline(cut: Bytes) -> tuple[tuple[float, float, float], ...]:
    """OKLab colours just inside the edge of a cut-out, evenly spread."""
    small = cutout.working_copy(cut)
    solid = small[..., 3] > 200
    inner = solid.copy()
    for _ in range(3):
        inner[1:-1, 1:-1] = inner[1:-1, 1:-1] & inner[:-2, 1:-1] & inner[2:, 1:-1] & inner[1:-1, :-2] & inner[1:-1, 2:]
    ys, xs = np.nonzero(solid & ~inner)
    if not len(ys):
        return ()
    chosen = np.linspace(0, len(ys) - 1, min(_OUTLINE, len(ys))).astype(int)
    lab = to_oklab(small[ys[chosen], xs[chosen], :3])
    return tuple((float(light), float(a), float(b)) for light, a, b in lab)
