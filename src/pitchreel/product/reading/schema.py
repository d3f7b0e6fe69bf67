"""What schema.org nodes say about the product, whatever they were written in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from pitchreel.product.reading.findings import Findings
from pitchreel.product.reading.money import CODES, currency_code, read_exact, read_money
from pitchreel.product.reading.page import Page, node_text
from pitchreel.product.reading.structured import Described, Node, every, first_text, kinds, text_of
from pitchreel.product.reading.text import plain, strip_markup, tidy

PRODUCTS = frozenset(
    [
        "product",
        "productgroup",
        "individualproduct",
        "productmodel",
        "someproducts",
        "vehicle",
        "car",
        "motorcycle",
        "motorizedbicycle",
        "offering",
    ]
)
THINGS = frozenset(
    [
        "softwareapplication",
        "mobileapplication",
        "webapplication",
        "videogame",
        "book",
        "audiobook",
        "movie",
        "musicalbum",
        "course",
        "event",
        "hotel",
        "lodgingbusiness",
        "vacationrental",
        "apartment",
        "house",
        "singlefamilyresidence",
        "residence",
        "accommodation",
        "realestatelisting",
        "service",
        "menuitem",
        "localbusiness",
        "restaurant",
        "cafeorcoffeeshop",
        "touristattraction",
        "place",
        "trip",
    ]
)
"""Things that a page can be about instead of a product."""

WEIGHT = {"json-ld": 0.8, "microdata": 0.7, "rdfa": 0.6}

_AVAILABILITY = {
    "instock": "in stock",
    "instoreonly": "in stores only",
    "onlineonly": "in stock",
    "limitedavailability": "few left",
    "outofstock": "out of stock",
    "soldout": "sold out",
    "discontinued": "discontinued",
    "preorder": "for pre-order",
    "presale": "for pre-order",
    "backorder": "on back order",
}
_LEVEL = re.compile(r"\s*[<>/»›]\s*")
_USED = re.compile(r"used|refurbished|damaged", re.IGNORECASE)
_LIST_PRICE = re.compile(r"listprice|strikethrough|srp|msrp|regularprice|invoice", re.IGNORECASE)


def read_nodes(page: Page, findings: Findings, described: list[Described]) -> None:
    """Lay what the page's own product node says on the table, and the site's name and logo."""
    for one in described:
        types = kinds(one.node)
        if types & {"website", "organization", "onlinestore", "corporation"} and not one.aside:
            site = first_text(one.node, "name")
            findings.add("site_name", tidy(site), one.method, f"{one.place}.name", 0.7 if "website" in types else 0.5)
            if logo := _address(page, one.node.get("logo")):
                findings.show(logo, one.method, f"{one.place}.logo", 0.0, description="logo")
    main = choose(page, described)
    if main is None:
        return
    if kinds(main.node) & PRODUCTS:
        findings.product_evidence += 2
    elif main.node.get("offers"):
        findings.product_evidence += 1
    _identity(page, findings, main)
    _offers(page, findings, main)
    _rating(findings, main)
    _reviews(findings, main)
    _media(page, findings, main)


def choose(page: Page, described: Iterable[Described]) -> Described | None:
    """The node that describes what this page is about."""
    titles = [plain(page.title), plain(page.meta("og:title")), *(plain(node_text(h)) for h in page.headings[:3])]
    words = set(" ".join(titles).split())
    best: tuple[float, Described] | None = None
    for order, one in enumerate(described):
        types = kinds(one.node)
        score = 3.0 if types & PRODUCTS else 1.6 if types & THINGS else 0.0
        if not score:
            continue
        name = set(plain(first_text(one.node, "name", "title")).split())
        alike = len(name & words) / len(name) if name else 0.0
        if one.aside and alike < 0.5:
            continue  # another product that this page only mentions
        score += 2.0 * alike
        score += (
            0.8 * bool(one.node.get("offers"))
            + 0.3 * bool(one.node.get("image"))
            + 0.2 * bool(one.node.get("description"))
        )
        address = page.absolute(first_text(one.node, "url", "@id"))
        score += 0.5 * bool(address and address.rstrip("/") in {page.url.rstrip("/"), page.canonical.rstrip("/")})
        score -= (1.0 if one.aside == "hasvariant" else 2.5) if one.aside else 0.0
        score -= order * 0.001
        if best is None or score > best[0]:
            best = score, one
    return best[1] if best and best[0] > 0.8 else None


def _identity(page: Page, findings: Findings, main: Described) -> None:
    node, method, place = main.node, main.method, main.place
    weight = WEIGHT[method]
    name = strip_markup(first_text(node, "name", "title"), 400).replace("\n", " ")
    findings.add("name", name, method, f"{place}.name", weight)
    for key, factor in (("brand", 1.0), ("manufacturer", 0.7), ("author", 0.75), ("publisher", 0.5), ("creator", 0.5)):
        for value in every(node, key)[:1]:
            brand = strip_markup(text_of(value), 120).replace("\n", " ")
            if brand and not brand.startswith(("http:", "https:")):
                findings.add("brand", brand, method, f"{place}.{key}", weight * factor)
    for value in every(node, "description")[:2]:
        if isinstance(value, str):
            findings.add("description", strip_markup(value), method, f"{place}.description", weight, quote=value)
    for key in ("sku", "gtin13", "gtin", "gtin12", "gtin8", "mpn", "productID", "isbn", "model"):
        if identifier := first_text(node, key):
            findings.add("identifier", tidy(identifier)[:100], method, f"{place}.{key}", weight)
    if category := first_text(node, "category"):
        findings.add("category", _LEVEL.split(tidy(category))[-1].strip(), method, f"{place}.category", 0.5)
    if language := first_text(node, "inLanguage"):
        findings.add("language", language[:12], method, f"{place}.inLanguage", 0.4)
    for value in every(node, "additionalProperty")[:25]:
        if isinstance(value, dict):
            label, said = first_text(value, "name"), first_text(value, "value")
            if label and said and len(label) + len(said) < 140 and not said.startswith("http"):
                findings.add("feature", tidy(f"{label}: {said}"), method, f"{place}.additionalProperty", 0.45)
    for key in ("featureList", "positiveNotes", "amenityFeature"):
        for value in every(node, key)[:20]:
            if said := tidy(strip_markup(text_of(value), 300)):
                findings.add("feature", said, method, f"{place}.{key}", 0.6)


def _offers(page: Page, findings: Findings, main: Described) -> None:
    weight = WEIGHT[main.method]
    offers = _all_offers(page, main)
    prices: list[tuple[Decimal, str, str]] = []
    for place, offer, own in offers:
        currency = _currency(page, offer)
        low, high = _amount(offer, "lowPrice"), _amount(offer, "highPrice")
        price = _amount(offer, "price")
        lists: list[Decimal] = []
        for spec in every(offer, "priceSpecification")[:6]:
            if not isinstance(spec, dict):
                continue
            amount = _amount(spec, "price", "minPrice")
            currency = currency or _currency(page, spec)
            if amount is None:
                continue
            if _LIST_PRICE.search(text_of(spec.get("priceType"))):
                lists.append(amount)
            elif price is None and low is None and not every(spec, "referenceQuantity"):
                price = amount
                if str(spec.get("valueAddedTaxIncluded")).lower() == "false":
                    weight = 0.4
        if own and price is not None:
            findings.add(
                "price", f"{price}", main.method, f"{place}.price", weight + 0.08, number=price, currency=currency
            )
        if price is not None:
            prices.append((price, currency, place))
        if low is not None:
            findings.add("price", f"{low}", main.method, f"{place}.lowPrice", weight, number=low, currency=currency)
            if high is not None and high > low:
                findings.add(
                    "price_high", f"{high}", main.method, f"{place}.highPrice", weight, number=high, currency=currency
                )
        for amount in lists:
            findings.add(
                "list_price",
                f"{amount}",
                main.method,
                f"{place}.priceSpecification",
                weight,
                number=amount,
                currency=currency,
            )
        if availability := first_text(offer, "availability"):
            word = _AVAILABILITY.get(
                availability.rsplit("/", 1)[-1].rsplit("#", 1)[-1].replace("_", "").replace(" ", "").lower()
            )
            if word:
                findings.add("availability", word, main.method, f"{place}.availability", weight, quote=availability)
        seller = offer.get("seller")
        if isinstance(seller, dict) and (name := first_text(seller, "name")):
            findings.add("site_name", tidy(name), main.method, f"{place}.seller", 0.35)
    if prices:
        low_price = min(prices)
        high_price = max(prices)
        # Of offers that differ, the page itself must say which one it means: each speaks, none loudly.
        differ = low_price[0] != high_price[0]
        for amount, currency, place in sorted(set(prices))[:30]:
            heard = weight if not differ else 0.55 if amount == low_price[0] else 0.5
            findings.add("price", f"{amount}", main.method, f"{place}.price", heard, number=amount, currency=currency)
        if high_price[0] > low_price[0] > 0 and high_price[0] <= 20 * low_price[0]:
            findings.add(
                "price_high",
                f"{high_price[0]}",
                main.method,
                f"{high_price[2]}.price",
                weight * 0.6,
                number=high_price[0],
                currency=high_price[1],
            )


def _all_offers(page: Page, main: Described) -> list[tuple[str, Node, bool]]:
    """Offers of the node and of its variants, each with its place and whether it is the one that this address names."""
    queue: list[tuple[str, Node]] = [(main.place, main.node)]
    queue.extend(
        (f"{main.place}.hasVariant", one) for one in every(main.node, "hasVariant")[:200] if isinstance(one, dict)
    )
    found: list[tuple[str, Node, bool]] = []
    for place, holder in queue:
        for offer in every(holder, "offers")[:200]:
            if not isinstance(offer, dict):
                continue
            address = page.absolute(first_text(offer, "url") or first_text(holder, "url"))
            own = bool(address) and "?" in page.url and address == page.url
            found.append((f"{place}.offers", offer, own))
            found.extend(
                (f"{place}.offers.offers", inner, False)
                for inner in every(offer, "offers")[:100]
                if isinstance(inner, dict)
            )
    fresh = [one for one in found if not _USED.search(first_text(one[1], "itemCondition"))]
    found = fresh or found
    if len(found) == 1:
        found = [(found[0][0], found[0][1], True)]
    if not found and any(key in main.node for key in ("price", "lowPrice")):
        found = [(main.place, main.node, True)]
    return found


def _amount(node: Node, *keys: str) -> Decimal | None:
    for value in every(node, *keys)[:1]:
        raw = value if isinstance(value, int | float) else text_of(value)
        amount = read_exact(raw)
        if amount is None and isinstance(raw, str) and (money := read_money(raw)):
            return money.amount
        return amount
    return None


def _currency(page: Page, node: Node) -> str:
    code = first_text(node, "priceCurrency", "currency").strip().upper()
    if code in CODES:
        return code
    given = text_of(node.get("price"))
    money = read_money(given) if given and not given.replace(".", "").isdigit() else None
    return currency_code(money.sign) if money and money.sign else currency_code(first_text(node, "priceCurrency"))


def _rating(findings: Findings, main: Described) -> None:
    for rating in every(main.node, "aggregateRating")[:1]:
        holder = rating if isinstance(rating, dict) else main.node if main.method != "json-ld" else None
        if holder is None:
            continue
        value = read_exact(first_text(holder, "ratingValue") or None)
        best = read_exact(first_text(holder, "bestRating") or None)
        add_rating(findings, value, best, main.method, f"{main.place}.aggregateRating", WEIGHT[main.method])
        count = read_exact(first_text(holder, "reviewCount", "ratingCount") or None)
        if count is not None and value is not None:
            findings.add(
                "review_count",
                f"{int(count)}",
                main.method,
                f"{main.place}.aggregateRating",
                WEIGHT[main.method],
                number=Decimal(int(count)),
            )
        return
    if main.method != "json-ld" and (value := read_exact(first_text(main.node, "ratingValue") or None)) is not None:
        best = read_exact(first_text(main.node, "bestRating") or None)
        add_rating(findings, value, best, main.method, f"{main.place}.ratingValue", 0.5)
        count = read_exact(first_text(main.node, "reviewCount", "ratingCount") or None)
        if count is not None:
            findings.add(
                "review_count",
                f"{int(count)}",
                main.method,
                f"{main.place}.reviewCount",
                0.5,
                number=Decimal(int(count)),
            )


def add_rating(
    findings: Findings,
    value: Decimal | None,
    best: Decimal | None,
    method: str,
    place: str,
    weight: float,
    quote: str = "",
) -> None:
    """A rating on whatever scale, laid on the table as a number of 5; 0 is no rating at all."""
    if value is None or value <= 0:
        return
    if best is None or best <= 0 or best < value:
        best = Decimal(5) if value <= 5 else Decimal(10) if value <= 10 else Decimal(100)
    if value <= best:
        scaled = value * 5 / best
        number = scaled.quantize(Decimal("0.001")).normalize()
        findings.add(
            "rating",
            f"{number:f}",
            method,
            place,
            weight,
            number=Decimal(f"{number:f}"),
            quote=quote or f"{value} of {best}",
        )


def _reviews(findings: Findings, main: Described) -> None:
    for number, review in enumerate(every(main.node, "review", "reviews")[:12], 1):
        if isinstance(review, dict):
            words = strip_markup(first_text(review, "reviewBody", "description"), 600).replace("\n", " ")
            if len(words) >= 12:
                findings.add("review", words, main.method, f"{main.place}.review[{number}]", 0.7)


def _media(page: Page, findings: Findings, main: Described) -> None:
    weight = WEIGHT[main.method]
    name = first_text(main.node, "name")
    holders = [(main.place, main.node)]
    if not main.node.get("image"):
        holders.extend(
            (f"{main.place}.hasVariant", one) for one in every(main.node, "hasVariant")[:1] if isinstance(one, dict)
        )
    for place, holder in holders:
        for key in ("image", "images", "photo", "screenshot"):
            for image in every(holder, key)[:60]:
                words = first_text(image, "caption", "name", "description") if isinstance(image, dict) else ""
                findings.show(
                    _address(page, image),
                    main.method,
                    f"{place}.{key}",
                    weight,
                    description=words if words != name else "",
                )
    for clip in every(main.node, "video", "videos", "trailer")[:6]:
        if isinstance(clip, dict):
            address = page.absolute(first_text(clip, "contentUrl", "url", "embedUrl"))
            poster = _address(page, clip.get("thumbnailUrl") or clip.get("thumbnail"))
            findings.play(
                address, main.method, f"{main.place}.video", weight, description=first_text(clip, "name"), poster=poster
            )
        elif isinstance(clip, str):
            findings.play(page.absolute(clip), main.method, f"{main.place}.video", weight)


def _address(page: Page, value: object) -> str:
    for _ in range(4):
        if isinstance(value, list):
            value = value[0] if value else ""
        elif isinstance(value, dict):
            value = next(
                (value[key] for key in ("contentUrl", "url", "@id", "src", "thumbnailUrl") if value.get(key)), ""
            )
        else:
            break
    return page.absolute(value) if isinstance(value, str) else ""
