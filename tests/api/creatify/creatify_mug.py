"""A product as callers tell of it by hand."""

from __future__ import annotations

PICTURES = [f"https://cdn.example/mug-{number}.jpg" for number in (1, 2, 3)]
MUG = {"title": "Stone Mug", "description": "A mug of stone that keeps tea warm.", "image_urls": PICTURES}
