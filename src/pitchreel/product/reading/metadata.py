"""What the head of a page says: OpenGraph, product metas, Twitter cards, title, theme colour, icons."""

from __future__ import annotations

import re

from pitchreel.product.reading.findings import Findings
from pitchreel.product.reading.money import CODES, currency_code, read_exact, read_money
from pitchreel.product.reading.page import Page, attribute
from pitchreel.product.reading.text import plain, strip_markup

_COLOUR = re.compile(r"#(?:[0-9a-f]{6}|[0-9a-f]{3})", re.IGNORECASE)
_RGB = re.compile(r"rgb\(\s{0,3}(\d{1,3})\s{0,3},\s{0,3}(\d{1,3})\s{0,3},\s{0,3}(\d{1,3})\s{0,3}\)")
_SEPARATOR = re.compile(r"\s+[|–—·•:»\u2013-]\s+|\s*[|]\s*|\s+@\s+")
_SITE_BEHIND = re.compile(r"\s*\|\s*[^|\n]{2,24}$")


def read_metadata(page: Page, findings: Findings) -> None:
    """Lay what the metas say on the table."""
    meta = page.meta
    site = meta("og:site_name", "application-name", "al:ios:app_name")
    findings.add("site_name", site, "opengraph", "og:site_name", 0.8)
    findings.add(
        "name", without_site(meta("og:title"), page, site), "opengraph", "og:title", 0.55, quote=meta("og:title")
    )
    findings.add("name", without_site(meta("twitter:title"), page, site), "meta", "twitter:title", 0.35)
    findings.add("name", without_site(page.title, page, site), "meta", "title", 0.4, quote=page.title)
    for place, weight in (("og:description", 0.4), ("description", 0.45), ("twitter:description", 0.3)):
        findings.add(
            "description",
            _SITE_BEHIND.sub("", strip_markup(meta(place))),
            "opengraph" if place.startswith("og") else "meta",
            place,
            weight,
        )
    findings.add("brand", meta("product:brand", "og:brand"), "opengraph", "product:brand", 0.7)
    findings.add("category", meta("product:category").rsplit(">", 1)[-1].strip(), "opengraph", "product:category", 0.4)
    findings.add("identifier", meta("product:retailer_item_id"), "opengraph", "product:retailer_item_id", 0.5)
    if availability := meta("product:availability", "og:availability"):
        word = availability.lower().replace("_", " ")
        word = {"instock": "in stock", "oos": "out of stock", "outofstock": "out of stock"}.get(word, word)
        findings.add("availability", word, "opengraph", "product:availability", 0.5)
    if meta("og:type").lower() in {"product", "og:product", "product.item", "product.group"}:
        findings.product_evidence += 1
    _prices(page, findings)
    for place, weight in (
        ("og:image:secure_url", 0.6),
        ("og:image", 0.6),
        ("og:image:url", 0.55),
        ("twitter:image", 0.45),
        ("twitter:image:src", 0.45),
    ):
        for address in page.metas.get(place, [])[:30]:
            findings.show(
                page.absolute(address),
                "opengraph" if place.startswith("og") else "meta",
                place,
                weight,
                description=meta("og:image:alt"),
            )
    for node in [node for node in page.tagged("link") if attribute(node, "rel") == "image_src"][:2]:
        findings.show(page.absolute(attribute(node, "href")), "meta", "link[rel=image_src]", 0.45)
    for place in ("og:video:secure_url", "og:video:url", "og:video", "twitter:player:stream"):
        for address in page.metas.get(place, [])[:6]:
            findings.play(page.absolute(address), "opengraph", place, 0.6)


def _prices(page: Page, findings: Findings) -> None:
    currency = page.meta("product:price:currency", "og:price:currency", "product:sale_price:currency").upper()
    currency = currency if currency in CODES else currency_code(currency)
    if currency:
        findings.add("currency", currency, "opengraph", "product:price:currency", 0.7)
    for place in ("product:price:amount", "og:price:amount", "og:product:price:amount"):
        given = page.meta(place)
        amount = read_exact(given) if given else None
        if amount is not None and amount > 0:
            findings.add("price", given, "opengraph", place, 0.7, number=amount, currency=currency)
            findings.product_evidence += 0.5
            break
    sale = page.meta("product:sale_price:amount")
    if sale and (amount := read_exact(sale)):
        findings.add("price", sale, "opengraph", "product:sale_price:amount", 0.75, number=amount, currency=currency)
    was = page.meta("product:original_price:amount", "og:price:standard_amount", "product:list_price:amount")
    if was and (amount := read_exact(was)):
        findings.add(
            "list_price", was, "opengraph", "product:original_price:amount", 0.6, number=amount, currency=currency
        )
    if page.meta("twitter:label1").lower() in {"price", "preis", "prix", "precio", "prezzo"} and (
        money := read_money(page.meta("twitter:data1"))
    ):
        findings.add(
            "price", money.quote, "meta", "twitter:data1", 0.5, number=money.amount, currency=currency_code(money.sign)
        )


def theme_colour(page: Page) -> str | None:
    """The page's theme colour as #rrggbb, or None."""
    for name in ("theme-color", "msapplication-tilecolor"):
        for value in page.metas.get(name, []):
            if match := _COLOUR.fullmatch(value.strip()):
                digits = match[0][1:].lower()
                return "#" + (digits if len(digits) == 6 else "".join(2 * digit for digit in digits))
            if (match := _RGB.fullmatch(value.strip().lower())) and all(int(part) < 256 for part in match.groups()):
                return "#" + "".join(f"{int(part):02x}" for part in match.groups())
    return None


def without_site(title: str, page: Page, site: str) -> str:
    """A title without the shop's name and slogan around it.

    A part that names the site (or the host) goes; of what is left the first part stays, unless it only echoes the host.
    """
    parts = [part.strip() for part in _SEPARATOR.split(title) if part and part.strip()]
    if len(parts) < 2:
        return title
    hosts = {plain(label).replace(" ", "") for label in page.host.split(".")[:-1] if len(label) > 2}
    folded = plain(site).replace(" ", "")

    def names_site(part: str) -> bool:
        flat = plain(part).replace(" ", "").removeprefix("www")
        bare = flat.removesuffix("com").removesuffix("de").removesuffix("couk")
        return bool(flat) and (
            flat in hosts or bare in hosts or (bool(folded) and (flat == folded or flat.startswith(folded)))
        )

    kept = [part for part in parts if not names_site(part)]
    if not kept:
        return title
    if len(kept) == len(parts):
        # Behind a bar stands the site, known by that name or not.
        before, bar, after = title.rpartition("|")
        return before.strip() if bar and len(after) <= 30 and len(before.strip()) >= 8 else title
    # Separators within the name itself are kept: from the first kept part to the end of the run of kept parts.
    first = parts.index(kept[0])
    last = first
    while last + 1 < len(parts) and not names_site(parts[last + 1]):
        last += 1
    start = title.find(parts[first])
    end = title.rfind(parts[last]) + len(parts[last])
    return title[start:end].strip()
