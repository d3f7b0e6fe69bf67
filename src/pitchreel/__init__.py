"""Pitchreel turns a product link into a narrated marketing video, on your own machine.

>>> import pitchreel
>>> video = pitchreel.make_video("https://shop.example/thing", length=15)  # doctest: +SKIP

``read_product`` alone reads a page that you have; every stage is a function over the documents in
``pitchreel.documents``, and whatever goes wrong is a ``PitchreelError``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pitchreel.documents import Narration, Product, Script, Timeline, Video
from pitchreel.errors import PitchreelError
from pitchreel.lazy import parts_of

if TYPE_CHECKING:
    from pitchreel.pipeline import make_catalogue, make_previews, make_video
    from pitchreel.product import fetch_product, gather_media, read_feed, read_product
    from pitchreel.render import render_video
    from pitchreel.script import check_claims, own_script, write_script
    from pitchreel.styles.stage import stage
    from pitchreel.voice import speak

__version__ = "0.1.0"

_HOMES = {
    "make_catalogue": "pipeline",
    "make_previews": "pipeline",
    "make_video": "pipeline",
    "fetch_product": "product",
    "gather_media": "product",
    "read_feed": "product",
    "read_product": "product",
    "render_video": "render",
    "check_claims": "script",
    "own_script": "script",
    "write_script": "script",
    "stage": "styles",
    "speak": "voice",
}

__all__ = [
    "Narration",
    "PitchreelError",
    "Product",
    "Script",
    "Timeline",
    "Video",
    "__version__",
    "check_claims",
    "fetch_product",
    "gather_media",
    "make_catalogue",
    "make_previews",
    "make_video",
    "own_script",
    "read_feed",
    "read_product",
    "render_video",
    "speak",
    "stage",
    "write_script",
]

# Loaded on first use: reading a page needs no video library, and the command line starts in a blink.
__getattr__ = parts_of(__name__, _HOMES)
