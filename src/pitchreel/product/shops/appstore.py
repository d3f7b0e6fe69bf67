"""App Store: the page of iTunes (2016), the one after it, and the app's own price, not those of purchases inside."""

from __future__ import annotations

import re
from decimal import Decimal

from pitchreel.product.reading.findings import Findings
from pitchreel.product.reading.money import currency_code, read_money
from pitchreel.product.reading.page import Page, attribute, node_text
from pitchreel.product.shops.route import Route, countries

_PRICES = (
    ".left-stack [itemprop=price]",
    ".app-header__list__item--price",
    "[itemprop=offers] [itemprop=price]",
    ".product-header__list .price",
    ".header-list .price",
    ".price",
)
_FREE = re.compile(r"free|get|gratis|kostenlos|laden|gratuit|obtenir|obtener|ottieni|無料|入手|0", re.IGNORECASE)


def read(page: Page, findings: Findings) -> None:
    """The app's own price, which "Free" and "Get" name as well, and its icon before its screenshots."""
    findings.product_evidence += 1.5
    for one in findings.of("price"):
        if one.method == "json-ld":
            break
    else:
        _read_price(page, findings)
    if icon := page.meta("og:image:secure_url", "og:image"):
        findings.show(page.absolute(icon), "opengraph", "og:image", 1.2)


def _read_price(page: Page, findings: Findings) -> None:
    for place in _PRICES:
        for node in page.css(place)[:2]:
            words = node_text(node, 60)
            given = attribute(node, "content")
            if _FREE.fullmatch(words) or given in {"0", "0.00"}:
                findings.add("price", words or "0", "dom", place, 0.95, number=Decimal(0))
                return
            money = read_money(words)
            if money is not None and money.sign:
                code = currency_code(money.sign, countries(page))
                findings.add("price", money.quote, "dom", place, 0.95, number=money.amount, currency=code, quote=words)
                return


ROUTE = Route(
    id="appstore",
    hosts=("apps.apple.com", "itunes.apple.com"),
    read=read,
    name=("h1[itemprop=name]", ".product-header__title", "h1"),
    brand=("[itemprop=author] [itemprop=name]", ".product-header__identity a", ".product-header__subtitle + h2 a"),
    description=(
        "p[itemprop=description]",
        ".section__description .we-truncate",
        ".section__description p",
        "[data-testid=description]",
    ),
    pictures=(
        "img[itemprop=screenshot]",
        ".we-screenshot-viewer__screenshots-list img",
        ".screenshots img",
        ".shelf-grid img[alt*=creenshot]",
    ),
    settles=frozenset({"price"}),
)
