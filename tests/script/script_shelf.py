"""Invented products, as different as can be, for the tests of the copywriter."""

from __future__ import annotations

from decimal import Decimal

from pitchreel.documents import Product
from pitchreel.documents.product import Fact, FactKind


def product(
    name: str,
    *features: str,
    language: str = "en",
    price: str = "",
    list_price: str = "",
    price_high: str = "",
    currency: str = "",
    rating: str = "",
    count: str = "",
    review: str = "",
    **texts: str,
) -> Product:
    """A Product from plain values; ``texts`` are single facts by kind, repeated ones parted by " | "."""
    facts: list[Fact] = [Fact(id="name", kind="name", text=name)]
    numbers: dict[FactKind, str] = {
        "price": price,
        "list_price": list_price,
        "price_high": price_high,
        "rating": rating,
        "review_count": count,
    }
    facts += [Fact(id=kind, kind=kind, text=text, number=Decimal(text)) for kind, text in numbers.items() if text]
    if currency:
        facts.append(Fact(id="currency", kind="currency", text=currency))
    if review:
        facts.append(Fact(id="review-1", kind="review", text=review, number=Decimal(5)))
    facts += [Fact(id=f"feature-{n}", kind="feature", text=text) for n, text in enumerate(features, start=1)]
    for kind, text in texts.items():
        parts = text.split(" | ")
        facts += [
            Fact.model_validate({"id": kind if len(parts) == 1 else f"{kind}-{n}", "kind": kind, "text": part})
            for n, part in enumerate(parts, start=1)
        ]
    return Product(language=language, facts=tuple(facts))


BOOTS = product(
    "Tarn Waxed Canvas Boots",
    "Waxed cotton canvas keeps the rain out",
    "Side zip: pull on, no laces",
    "Cork insole moulds to your foot within a week",
    "Only 390 g per boot",
    "Resoleable rubber sole",
    price="89.00",
    list_price="119.00",
    currency="USD",
    rating="4.6",
    count="2140",
    review="Wore them through a wet April. Dry socks every day.",
    brand="Fellmoor",
    site_name="Fellmoor",
    shipping="Free delivery over $60 | Free returns for 45 days",
)
DRILL = product(
    "Kestrel K12 Cordless Drill Driver",
    "Brushless motor with 55 Nm of torque",
    "Two 2.0 Ah batteries, full in 40 minutes",
    "Weighs 1.1 kg with the battery in",
    "Built-in LED lights up dark corners",
    "Case and 24 bits included",
    price="119",
    list_price="149",
    currency="GBP",
    rating="4.6",
    count="842",
    review="Put up a whole kitchen on one battery.",
    brand="Kestrel",
    site_name="Ashby Tools",
    guarantee="3-year warranty on the motor",
    shipping="Next-day delivery on orders before 4 pm",
)
SERUM = product(
    "Fenn Night Serum 30 ml",
    "Squalane from olives",
    "Fragrance-free and vegan",
    "Sinks in within a minute, no sticky film",
    "Refillable glass bottle",
    "Made in small batches in Cork",
    price="34",
    currency="EUR",
    rating="4.5",
    count="97",
    brand="Fenn",
    site_name="Fenn",
    description="A light night serum for dry skin. Two drops are enough for face and neck.",
    shipping="Free shipping over €50",
)
CALENDAR = product(
    "Tidewater Team Calendar",
    "See everyone's week on one screen",
    "Drag a shift and the whole team is notified",
    "Works with the calendar you already have",
    "Import your spreadsheet in two clicks",
    "Cancel any time",
    price="6",
    currency="USD",
    brand="Tidewater",
    site_name="Tidewater",
    description="Shift planning for small teams. Plans from $6 per person a month.",
)
COOKBOOK = product(
    "The Quiet Stove: 80 Recipes for Slow Evenings",
    "80 vegetarian recipes for two or four",
    "Most dishes need one pot",
    "Photographs of every step",
    "256 pages, bound in cloth",
    "Lies flat when open",
    price="24.99",
    currency="GBP",
    rating="4.4",
    count="61",
    brand="Mara Lindqvist",
    site_name="Paper Lantern Books",
)
ESPRESSO = product(
    "Hochwald Espresso Bohnen, 500 g",
    "Langsam geröstet im Trommelröster",
    "Noten von dunkler Schokolade und Haselnuss",
    "Wenig Säure, kräftige Crema",
    "Direkt von zwei Kooperativen in Äthiopien",
    "Frisch geröstet, jeden Dienstag verschickt",
    language="de",
    price="14.50",
    currency="EUR",
    rating="4.8",
    count="1530",
    review="Endlich ein Espresso ohne bittere Note.",
    brand="Rösterei Nordlicht",
    site_name="Nordlicht",
    shipping="Versandkostenfrei ab 35 €",
)
LAMP = product(
    "Tischleuchte „Mira“",
    "Stufenlos dimmbar von 5 bis 100 %",
    "Bis zu 40 Stunden Licht ohne Kabel",
    "Spritzwassergeschützt nach IP44",
    "Nur 680 g leicht",
    "Schirm aus recyceltem Aluminium",
    language="de",
    price="89",
    list_price="119",
    currency="EUR",
    rating="4.6",
    count="204",
    brand="Lichtwerk",
    site_name="Lichtwerk",
    guarantee="3 Jahre Garantie",
    shipping="30 Tage Rückgaberecht",
)
FLOWERS = product(
    "Meadow Box, Every Fortnight",
    "Twelve stems: six short, six tall",
    "Pick your delivery day",
    "Pause whenever you like",
    "Vase water stays clear for a week",
    price="18.5",
    price_high="32",
    currency="GBP",
    brand="Hedgerow",
    site_name="Hedgerow",
)
SHELF = {
    "boots": BOOTS,
    "drill": DRILL,
    "serum": SERUM,
    "calendar": CALENDAR,
    "cookbook": COOKBOOK,
    "espresso": ESPRESSO,
    "lamp": LAMP,
    "flowers": FLOWERS,
}
