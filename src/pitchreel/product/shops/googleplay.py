"""Google Play: the page of 2018 with its microdata, and the data callbacks of the one after it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from pitchreel.product.reading.findings import Findings
from pitchreel.product.reading.money import CODES, currency_code, read_exact, read_money
from pitchreel.product.reading.page import Page, attribute
from pitchreel.product.reading.schema import add_rating
from pitchreel.product.reading.structured import load_json, load_script_object
from pitchreel.product.reading.text import strip_markup, tidy
from pitchreel.product.shops.route import Route, countries

_CALLBACK = re.compile(r"key:\s{0,3}'ds:5'.{0,200}?\bdata:\s{0,3}(?=\[)", re.DOTALL)
_MICROS = Decimal(1_000_000)


def read(page: Page, findings: Findings) -> None:
    """The app in the data callback if it is there, and its price: it is free unless it says otherwise."""
    findings.product_evidence += 1.5
    for script in page.scripts:
        if (
            b"AF_initDataCallback" in script.data
            and b"'ds:5'" in script.data
            and (match := _CALLBACK.search(script.text))
        ):
            text = script.text[match.end() :]
            data = load_json(text) if text.startswith("[") else None
            data = data if isinstance(data, list) else load_script_object(text)
            app = _at(data, 1, 2)
            if isinstance(app, list):
                _read_app(page, findings, app)
            break
    if not findings.of("price"):
        _read_price(page, findings)
    if page.metas.get("og:image"):
        findings.show(page.absolute(page.meta("og:image")), "opengraph", "og:image", 1.2, width=600)


def _read_app(page: Page, findings: Findings, app: list[Any]) -> None:
    findings.add("name", tidy(str(_at(app, 0, 0) or "")), "state", "ds:5", 0.95)
    findings.add("brand", tidy(str(_at(app, 68, 0) or "")), "state", "ds:5", 0.95)
    body = _at(app, 72, 0, 1)
    if isinstance(body, str):
        findings.add("description", strip_markup(body), "state", "ds:5", 0.95, quote=body)
    micros, code = _at(app, 57, 0, 0, 0, 0, 1, 0, 0), _at(app, 57, 0, 0, 0, 0, 1, 0, 1)
    if isinstance(micros, int) and not isinstance(micros, bool):
        amount = Decimal(micros) / _MICROS
        findings.add("price", f"{amount}", "state", "ds:5", 0.95, number=amount, currency=code if code in CODES else "")
    add_rating(findings, read_exact(_at(app, 51, 0, 1)), Decimal(5), "state", "ds:5", 0.95)
    count = read_exact(_at(app, 51, 2, 1))
    if count:
        findings.add("review_count", f"{int(count)}", "state", "ds:5", 0.95, number=Decimal(int(count)))
    for one in [_at(app, 95, 0), *(_at(app, 78, 0) or [])][:40]:
        if isinstance(address := _at(one, 3, 2), str):
            findings.show(page.absolute(address), "state", "ds:5", 0.95, width=1000)


def _read_price(page: Page, findings: Findings) -> None:
    for node in page.css("meta[itemprop=price], [itemprop=offers] meta[itemprop=price]")[:3]:
        money = read_money(attribute(node, "content"))
        if money is not None:
            findings.add(
                "price",
                money.quote,
                "microdata",
                "meta[itemprop=price]",
                0.9,
                number=money.amount,
                currency=currency_code(money.sign, countries(page)),
                quote=attribute(node, "content"),
            )
            return
    words = " ".join(
        attribute(node, "aria-label") + " " + node.text(separator=" ", strip=True) for node in page.css("button")[:60]
    )
    money = (
        read_money(match[0]) if (match := re.search(r"[^\s]{0,4}\d{1,4}[.,]\d{2}[^\s]{0,4}\s{1,2}Buy", words)) else None
    )
    amount = money.amount if money else Decimal(0)
    findings.add(
        "price",
        money.quote if money else "free",
        "dom",
        "button",
        0.9,
        number=amount,
        quote=match[0] if match else "Install",
    )


def _at(data: Any, *keys: int) -> Any:
    for key in keys:
        data = data[key] if isinstance(data, list) and len(data) > key else None
    return data


ROUTE = Route(
    id="googleplay",
    hosts=("play.google.com",),
    needs="[itemprop=name], script[nonce], h1",
    read=read,
    name=("h1[itemprop=name]", "h1"),
    brand=("a[href*='/store/apps/dev']",),
    description=("[itemprop=description] > content > div", "[data-g-id=description]", "div[itemprop=description]"),
    pictures=(
        'img[alt="Screenshot Image"]',
        "img[alt='Screenshot image']",
        "[data-screenshot-index] img",
        "button[data-screenshot-item-index] img",
    ),
    settles=frozenset({"price"}),
)
