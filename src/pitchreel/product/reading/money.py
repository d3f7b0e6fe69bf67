"""Amounts of money in words: finding, reading and writing them. Linear in the length of the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from pitchreel.product.reading.text import table

_CODES = (
    "AED ARS AUD BDT BGN BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP HKD HRK HUF IDR ILS INR ISK JPY KES KRW "
    "KWD MAD MXN MYR NGN NOK NZD PEN PHP PKR PLN QAR RON RSD RUB SAR SEK SGD THB TRY TWD UAH USD UYU VND ZAR"
)
CODES = frozenset(_CODES.split())
"""ISO 4217 codes that are taken from a page."""

SYMBOLS = table(
    "US$=USD U$S=USD C$=CAD CA$=CAD CAD$=CAD CDN$=CAD A$=AUD AU$=AUD NZ$=NZD HK$=HKD S$=SGD SG$=SGD NT$=TWD "
    "R$=BRL MX$=MXN €=EUR £=GBP ₹=INR Rs.=INR ₽=RUB руб=RUB ₩=KRW ₺=TRY ₴=UAH ₪=ILS ₫=VND ₱=PHP ฿=THB zł=PLN "
    "Kč=CZK Ft=HUF lei=RON лв=BGN CN¥=CNY JP¥=JPY ￥=CNY 円=JPY 元=CNY Fr.=CHF SFr.=CHF euro=EUR Euro=EUR "
    "EURO=EUR TL=TRY د.إ=AED ৳=BDT ₦=NGN"
)
"""What pages write for a currency, where it means only one."""

SHARED = {"$": "USD", "¥": "JPY", "kr": "SEK", "kr.": "DKK"}
"""Signs of several currencies, and what each means where nothing on the page says otherwise."""

_BY_PLACE = {
    "$": table("ca=CAD au=AUD nz=NZD hk=HKD sg=SGD tw=TWD mx=MXN ar=ARS cl=CLP co=COP"),
    "¥": table("cn=CNY jp=JPY zh=CNY ja=JPY"),
    "kr": table("se=SEK sv=SEK no=NOK nb=NOK dk=DKK da=DKK is=ISK"),
}

_FREE = table(
    "de=kostenlos fr=gratuit es=gratis it=gratis nl=gratis pt=grátis pl=bezpłatnie sv=gratis da=gratis nb=gratis"
)
_MINOR = {"JPY": 0, "KRW": 0, "VND": 0, "CLP": 0, "ISK": 0, "HUF": 0, "IDR": 0}
_SIGN = table(
    "USD=$ CAD=CA$ AUD=A$ NZD=NZ$ GBP=£ EUR=€ INR=₹ JPY=¥ CNY=CN¥ KRW=₩ BRL=R$ PLN=zł CZK=Kč ILS=₪ TRY=₺ "
    "HKD=HK$ SGD=S$ MXN=MX$ SEK=kr NOK=kr DKK=kr HUF=Ft RUB=₽ UAH=₴ VND=₫ THB=฿ PHP=₱ TWD=NT$"
)

# Wide on purpose, and checked against the tables afterwards: short patterns are found fast.
_CURRENCY = (
    r"(?:(?:[A-Z]{1,3})?\$|U\$S|(?:CN|JP)?[¥￥]|[€£₹₽₩₺₴₪₫₱฿৳₦元円]|\b[A-Z]{2,3}\b|Rs\.|S?Fr\.|kr\.?|zł|Kč|Ft|lei"
    r"|лв|руб|د\.إ|[Ee]uro|EURO)"
)
_GROUPED = r"\d{1,3}(?:[.,'’\u00a0\u202f ]\d{3}){1,4}(?!\d)(?:[.,]\d{1,2}(?!\d))?"
_INDIAN = r"\d{1,2}(?:,\d{2}){1,3},\d{3}(?!\d)(?:\.\d{1,2}(?!\d))?"
_NUMBER = rf"(?:{_INDIAN}|{_GROUPED}|\d{{1,9}}(?:[.,]\d{{1,4}})?)"
_MONEY = re.compile(
    rf"(?P<before>{_CURRENCY})[\s\u00a0]{{0,3}}(?P<first>{_NUMBER})(?:,[-–—]{{1,2}})?(?![\d%])"
    rf"|(?<![\d.,])(?P<second>{_NUMBER})(?:,[-–—]{{1,2}})?[\s\u00a0\u202f]{{0,3}}(?P<after>{_CURRENCY})(?![A-Za-z])"
)
_ANY_NUMBER = re.compile(_NUMBER)
_SPLIT = re.compile(r"(?<=\d)(\d?)[ \u00a0]{0,2}([.,])[ \u00a0]{1,2}(\d{2})(?!\d)")
_SUPERSCRIPT = re.compile(r"(?<![\d.,])(\d{1,6})[ \u00a0](\d{2})(?![\d.,%])")
_PLAIN = re.compile(r"-?\d{1,12}(?:\.\d{1,12})?")


@dataclass(frozen=True, slots=True)
class Money:
    """An amount as it stands in a text; ``sign`` is the currency as written there, "" if none."""

    amount: Decimal
    sign: str
    quote: str
    start: int = 0
    end: int = 0


def read_number(text: str) -> Decimal | None:
    """A number as people write it: ``1.299,00``, ``1,299.00``, ``1 299``, ``17,90``; None if there is none."""
    match = _ANY_NUMBER.search(text[:200])
    return _decimal(match[0]) if match else None


def read_exact(value: object) -> Decimal | None:
    """A number of structured data, where the decimal mark is a point; falls back on ``read_number``."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        value = repr(value)
    text = str(value).strip()[:60]
    if _PLAIN.fullmatch(text):
        return _bounded(text)
    return read_number(text)


def _bounded(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() and 0 <= number < 10**12 else None


def _decimal(text: str) -> Decimal | None:
    digits = re.sub(r"['’\s\u00a0\u202f]", "", text)
    last = max(digits.rfind("."), digits.rfind(","))
    if last < 0:
        return _bounded(digits)
    mark, tail = digits[last], len(digits) - last - 1
    other = "," if mark == "." else "."
    if other in digits:
        whole = digits.replace(other, "") if mark not in digits[:last] else digits.replace(mark, "").replace(other, "")
        return _bounded(whole.replace(",", ".") if mark not in digits[:last] else whole)
    if digits.count(mark) > 1 or (tail == 3 and not digits.startswith("0") and last <= 3):
        return _bounded(digits.replace(mark, ""))
    return _bounded(digits.replace(",", "."))


def join_split(text: str, *, cents: bool = False) -> str:
    """An amount that a page sets in several elements, made whole: ``$ 15. 99``; with ``cents`` also ``15 99``."""
    text = _SPLIT.sub(r"\1\2\3", text)
    return _SUPERSCRIPT.sub(r"\1.\2", text) if cents else text


def find_money(text: str, limit: int = 50) -> list[Money]:
    """Amounts with a currency in a text, in order."""
    found: list[Money] = []
    for match in _MONEY.finditer(text):
        sign = match["before"] or match["after"]
        if not currency_code(sign):
            continue
        amount = _decimal(match["first"] or match["second"])
        if amount is not None:
            found.append(Money(amount, sign, match[0].strip(), match.start(), match.end()))
        if len(found) >= limit:
            break
    return found


def has_money(text: str) -> bool:
    """Whether an amount with a currency stands in a text."""
    return bool(find_money(text, 1))


def read_money(text: str) -> Money | None:
    """The first amount in a text: with a currency if there is one, else the first number."""
    if found := find_money(text[:400], 1):
        return found[0]
    match = _ANY_NUMBER.search(text[:200])
    amount = _decimal(match[0]) if match else None
    return Money(amount, "", match[0], match.start(), match.end()) if match and amount is not None else None


def currency_code(sign: str, places: tuple[str, ...] = ()) -> str:
    """ISO 4217 for a sign or code; ``places`` are countries and languages, nearest first, for signs that are shared."""
    sign = sign.strip()
    if (code := sign.upper()) in CODES:
        return code
    if sign in SYMBOLS:
        return SYMBOLS[sign]
    if sign in SHARED:
        table = _BY_PLACE["kr" if sign.startswith("kr") else sign]
        return next((table[place] for place in places if place in table), SHARED[sign])
    return ""


def write_money(amount: Decimal, currency: str, language: str) -> str:
    """An amount as one would show it: ``$49.00``, ``17,90 €``, ``¥1,200``; from 1000 on without empty cents."""
    if amount == 0:
        return _FREE.get(language[:2], "free")
    places = _MINOR.get(currency, 2)
    if amount == amount.to_integral_value() and amount >= 1000:
        places = 0
    figures = f"{amount:,.{places}f}"
    sign = _SIGN.get(currency, currency)
    if language[:2] in {"en", "ja", "zh", "ko", "he", "th", "hi", ""}:
        return f"{sign} {figures}".strip() if sign.isalpha() and len(sign) == 3 else f"{sign}{figures}"
    figures = (
        figures.replace(",", " ")
        .replace(".", ",")
        .replace(" ", "." if language[:2] in {"de", "es", "it", "nl", "pt", "da", "tr", "id"} else "\u00a0")
    )
    return f"{figures}\u00a0{sign}".strip()
