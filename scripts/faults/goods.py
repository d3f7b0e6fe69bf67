"""Invented products, in English and German, with pictures that are drawn on the spot."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import skia

from pitchreel.bench.props import draw_picture
from pitchreel.documents import Product
from pitchreel.documents.product import Fact, FactKind, Media

SIDE = 1400


class Goods(NamedTuple):
    """What a made-up page would say."""

    language: str
    name: str
    features: tuple[str, ...]
    numbers: dict[FactKind, str]
    texts: dict[FactKind, str]
    colour: str


GOODS: tuple[Goods, ...] = (
    Goods(
        "en",
        "Larkfield Enamel Mug",
        ("Two coats of enamel on steel", "Holds 400 ml", "Safe on a camp stove", "Dishwasher safe"),
        {"price": "18.00", "list_price": "24.00", "rating": "4.7", "review_count": "512"},
        {
            "currency": "USD",
            "brand": "Larkfield",
            "guarantee": "Two-year guarantee",
            "shipping": "Free shipping over $30",
        },
        "#2f6690",
    ),
    Goods(
        "en",
        "Pebble Desk Lamp",
        ("Dims to 5 % with one touch", "Oak base", "Charges by USB-C in 2 hours"),
        {"price": "74.50"},
        {"currency": "GBP", "brand": "Hollin"},
        "#e9b44c",
    ),
    Goods(
        "en",
        "Harbour Wool Blanket",
        ("Woven from undyed wool", "130 x 180 cm", "Soft after every wash", "Made in a mill by the sea"),
        {"price": "119", "rating": "4.4", "review_count": "87"},
        {"currency": "EUR", "site_name": "Harbour Weavers"},
        "#6d597a",
    ),
    Goods(
        "de",
        "Emaillebecher Lerche",
        ("Zweifach emaillierter Stahl", "Fasst 400 ml", "Spülmaschinenfest", "Auch für den Campingkocher"),
        {"price": "18.90", "list_price": "24.90", "rating": "4.7", "review_count": "512"},
        {"currency": "EUR", "brand": "Lerche", "shipping": "Versand in 2 Tagen"},
        "#c8553d",
    ),
    Goods(
        "de",
        "Tischleuchte Kiesel",
        ("Mit einer Berührung dimmbar", "Fuß aus geölter Eiche", "Lädt in 2 Stunden über USB-C"),
        {"price": "89"},
        {"currency": "EUR", "guarantee": "3 Jahre Garantie"},
        "#588157",
    ),
)


def make_product(goods: Goods, folder: Path) -> Product:
    """The Product of some goods, its pictures drawn into a folder; they are yet to be looked at."""
    folder.mkdir(parents=True, exist_ok=True)
    index = GOODS.index(goods)
    pictures = [*(draw_picture((index + k) % 5) for k in range(2)), _bottle(goods.colour, plain=True)]
    pictures.append(_bottle(goods.colour, plain=False))
    media = []
    for number, pixels in enumerate(pictures, start=1):
        name = f"picture-{number}.png"
        cv2.imwrite(str(folder / name), pixels)
        media.append(Media(id=f"picture-{number}", kind="picture", url="", path=name, description=f"View {number}"))
    facts = [Fact(id="name", kind="name", text=goods.name)]
    facts += [Fact(id=f"feature-{n}", kind="feature", text=text) for n, text in enumerate(goods.features, start=1)]
    facts += [Fact(id=kind, kind=kind, text=text, number=Decimal(text)) for kind, text in goods.numbers.items()]
    facts += [Fact(id=kind, kind=kind, text=text) for kind, text in goods.texts.items()]
    return Product(url="https://shop.example/item", language=goods.language, facts=tuple(facts), media=tuple(media))


def _bottle(colour: str, *, plain: bool) -> np.ndarray:
    """A bottle on white, or cut out; BGR or BGRA."""
    pixels = np.zeros((SIDE, SIDE, 4), np.uint8)
    red, green, blue = (int(colour[k : k + 2], 16) for k in (1, 3, 5))
    with skia.Surface(pixels, skia.kBGRA_8888_ColorType, skia.kPremul_AlphaType) as canvas:
        if plain:
            canvas.clear(skia.ColorWHITE)
        ends = [skia.Point(480, 0), skia.Point(920, 0)]
        tones = [
            skia.Color(*(min(255, round(part * share)) for part in (red, green, blue))) for share in (0.7, 1.2, 0.6)
        ]
        paint = skia.Paint(AntiAlias=True, Shader=skia.GradientShader.MakeLinear(ends, tones))
        canvas.drawRoundRect(skia.Rect(480, 420, 920, 1240), 90, 90, paint)
        canvas.drawRoundRect(skia.Rect(600, 180, 800, 460), 40, 40, paint)
        canvas.drawRect(skia.Rect(480, 720, 920, 980), skia.Paint(AntiAlias=True, Color=skia.Color(250, 246, 236)))
    return pixels[..., :3].copy() if plain else pixels
