"""Prices where people read them: in elements that are called so, and in prose beside the product's name."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from pitchreel.product.reading.findings import Findings
from pitchreel.product.reading.money import Money, currency_code, find_money, join_split
from pitchreel.product.reading.page import Page, ancestors, attribute, node_text
from pitchreel.product.reading.regions import Regions

_OLD = re.compile(
    r"(?<![a-z])(?:old|was|list|regular|rrp|msrp|srp|uvp|compare|compareat|strike\w{0,7}|striked"
    r"|crossed\w{0,4}|original|before|previous|retail|statt|linethrough|line-through|former"
    r"|base-?price-?old|highlight-?old)(?![a-z])|pseudo-?price|price-?(?:old|was|before|strike\w{0,7}"
    r"|regular|standard|list|retail|compare)|(?:old|was|list|strike)price"
)
_NOT_PRICE = re.compile(
    r"(?<![a-z])(?:shipping|delivery|versand|saving\w{0,2}|save|discount|rabatt|installment\w{0,2}"
    r"|financ\w{0,6}|monthly|per-?unit|unit-?price|base-?price|grundpreis|tax|vat|netto?|coupon"
    r"|reward\w{0,2}|points|filter|range-?slider|alert|match|history|tooltip|label|deposit|pfand"
    r"|credit)(?![a-z])"
)
LONG = 110
"""Longest text of a price element in characters."""

_CENTS = "sup, [class*=cent i], [class*=fraction i], [class*=decimal i], [class*=minor i], [class*=small i]"
_STRUCK = frozenset({"s", "del", "strike"})
_BEFORE_LIST = re.compile(
    r"(?:statt|was|were|uvp\*?|rrp|msrp|list price|regular(?:ly)?(?: price)?|originally|instead of|bisher"
    r"|vorher|au lieu de|prix conseillé|antes|precio anterior|invece di|anziché|adviesprijs|van"
    r"|retail(?: price)?|compare at|reg\.)\s{0,2}:?\s{0,3}$",
    re.IGNORECASE,
)
_BEFORE_OTHER = re.compile(
    r"(?:save|sparen(?: sie)?|spare|you save|over|above|under|off|shipping|delivery|versand(?:kosten)?"
    r"|versandkostenfrei ab|lieferung ab|ab einem (?:bestell|waren)wert von|orders? (?:of|from)|spend"
    r"|for orders|zzgl\.?|plus|minimum|mindestbestellwert|per month|deposit|gift card|voucher|coupon|win"
    r"|worth|discount of)\s{0,2}:?\s{0,3}$",
    re.IGNORECASE,
)
_AFTER_OTHER = re.compile(
    r"^\s{0,2}(?:off\b|/\s{0,2}(?:mo|month|monat|mth|kg|l|100|ml|g|m|stück|st)\b|per (?:month|week|kg"
    r"|litre|100)|pro (?:monat|kg|liter)|shipping|versand|delivery|rabatt|gespart|discount|cash ?back"
    r"|credit|gift|in savings|monthly|a month|mtl|im monat|zzgl\.? versand)",
    re.IGNORECASE,
)
_OF_SHIPPING = re.compile(
    r"(?:shipping|delivery|versand|lieferung|livraison|env[ií]o|spedizione|verzend|bezorg)[^.!?;]{0,24}$", re.IGNORECASE
)
_SAID_TO_COST = re.compile(
    r"(?:\b(?:for|für|ab|from|jetzt|nur|only|now|just|pour|por|per|voor|price|preis|prix|precio|prezzo"
    r"|prijs)\s{0,2}:?|\|)\s{0,3}$",
    re.IGNORECASE,
)
_BEFORE_HIGH = re.compile(r"^\s{0,3}(?:to|bis|à|hasta|a|tot|do|till|and|until|[-–—])\s{0,3}$", re.IGNORECASE)
_CART = re.compile(r"add-?to-?(?:cart|basket|bag)|buy-?now|buy-?button|single-add-to-cart")
_BUY = re.compile(
    r"add to (?:cart|bag|basket|trolley)|buy (?:it )?now|in den (?:waren|einkaufs)korb|jetzt kaufen"
    r"|ajouter au panier|acheter|añadir (?:al|a la) (?:carrito|cesta)|comprar|aggiungi al carrello"
    r"|in (?:mijn )?winkel(?:wagen|mand)|adicionar ao carrinho|do koszyka|lägg i varukorg|læg i kurv"
    r"|pre-?order now|add to order",
    re.IGNORECASE,
)


def read_buy_button(page: Page, findings: Findings) -> None:
    """A button that puts something into a cart speaks for a product page."""
    if findings.product_evidence >= 2:
        return  # said already
    found = 0
    for node in page.tagged("button", "input")[:150]:
        words = f"{attribute(node, 'value')} {attribute(node, 'aria-label')} {node_text(node, 120)}"
        if _BUY.search(words) or _CART.search(page.hint(node)):
            found += 1
            if found > 12:  # a list of products has one for each
                break
    if found:
        findings.product_evidence += 1 if found <= 12 else 0.3


def read_prices(page: Page, regions: Regions, findings: Findings, places: tuple[str, ...]) -> None:
    """Elements that are called prices, those after the page's heading and nearest to it first."""
    spine = page.headings[0].mem_id if page.headings else 0
    after = not spine
    weight = 0.62
    seen: set[tuple[str, str]] = set()
    for node in page.marked("price")[:600]:
        if node.tag == "h1":
            after = after or node.mem_id == spine
            continue
        words = page.hint(node)
        inner = price_text(node)
        if len(inner) > LONG or not any(character.isdigit() for character in inner):
            continue  # what holds more than a price or two holds elements of its own that are called so
        if regions.aside(node):
            continue
        around = " ".join((words, *(page.hint(parent) for parent, _ in zip(ancestors(node), range(4), strict=False))))
        if _NOT_PRICE.search(around):
            continue
        old = node.tag in _STRUCK or _is_old(page, node, words)
        moneys = find_money(inner, 4)
        if not moneys:
            continue
        for money, role in sort_roles(inner, moneys):
            if role == "other":
                continue
            kind = "list_price" if old else role
            code = currency_code(money.sign, places)
            if (kind, f"{money.amount}") in seen or money.amount <= 0:
                continue
            seen.add((kind, f"{money.amount}"))
            near = weight if after else weight - 0.15
            place = _name_place(node)
            if kind == "list_price":
                findings.add(
                    "list_price", money.quote, "dom", place, near, number=money.amount, currency=code, quote=inner
                )
            elif kind == "price_high":
                findings.add(
                    "price_high", money.quote, "dom", place, near, number=money.amount, currency=code, quote=inner
                )
            else:
                findings.add(
                    "price", money.quote, "dom", place, max(near, 0.1), number=money.amount, currency=code, quote=inner
                )
                weight -= 0.07
        if weight < 0.2:
            break


def price_text(node: LexborNode) -> str:
    """The words of a price element, with amounts that are set in several elements made whole."""
    inner = " ".join(node.text(separator=" ", strip=True)[:400].split())
    return join_split(inner, cents=node.css_first(_CENTS) is not None) if " " in inner else inner


def _is_old(page: Page, node: LexborNode, words: str) -> bool:
    if _OLD.search(words):
        return True
    for parent, _ in zip(ancestors(node), range(3), strict=False):
        if parent.tag in _STRUCK:
            return True
        if "price" in (around := page.hint(parent)) and _OLD.search(around):
            return True
    # An element that holds nothing but a struck amount is struck itself.
    struck = node.css_first("s, del, strike")
    return struck is not None and node_text(struck) == node_text(node)


def _name_place(node: LexborNode) -> str:
    attributes = node.attributes
    if name := attributes.get("id"):
        return f"{node.tag}#{name[:40]}"
    names = (attributes.get("class") or "").split()
    return f"{node.tag}.{names[0][:40]}" if names else str(node.tag)


def sort_roles(text: str, moneys: list[Money]) -> list[tuple[Money, str]]:
    """What each amount in a text is, by the words around it: price, price_high, list_price or other."""
    roles: list[tuple[Money, str]] = []
    for index, money in enumerate(moneys):
        before = text[max(0, money.start - 40) : money.start]
        after = text[money.end : money.end + 24]
        between = text[moneys[index - 1].end : money.start] if index else ""
        if _BEFORE_OTHER.search(before) or _OF_SHIPPING.search(before) or _AFTER_OTHER.search(after):
            role = "other"
        elif _BEFORE_LIST.search(before):
            role = "list_price"
        elif (
            index
            and roles[-1][1] == "price"
            and _BEFORE_HIGH.match(between)
            and money.amount > moneys[index - 1].amount
        ):
            role = "price_high"
        else:
            role = "price"
        roles.append((money, role))
    return roles


def read_described(page: Page, findings: Findings, places: tuple[str, ...]) -> None:
    """A price that the page's description or title names: "for 399.00 €"."""
    for place in ("description", "og:description", "og:title", "twitter:description"):
        words = page.meta(place)
        for money, role in sort_roles(words, find_money(words, 3)):
            if (
                role == "price"
                and money.amount > 0
                and _SAID_TO_COST.search(words[max(0, money.start - 20) : money.start])
            ):
                code = currency_code(money.sign, places)
                findings.add("price", money.quote, "meta", place, 0.3, number=money.amount, currency=code, quote=words)
                return


def read_prose(page: Page, findings: Findings, places: tuple[str, ...]) -> None:
    """Amounts in the words that follow the page's heading, for pages that mark no price at all."""
    words = page.words
    if not page.headings:
        return  # without a heading there is no telling whose price it is
    heading = node_text(page.headings[0])
    at = words.find(heading)
    start = at + len(heading) if at >= 0 else 0
    window = words[start : start + 700]
    weight = 0.4
    for money, role in sort_roles(window, find_money(window, 8)):
        if role == "other" or money.amount <= 0:
            continue
        code = currency_code(money.sign, places)
        quote = window[max(0, money.start - 60) : money.end + 40]
        if role == "list_price":
            findings.add(
                "list_price",
                money.quote,
                "prose",
                "after the heading",
                weight,
                number=money.amount,
                currency=code,
                quote=quote,
            )
        elif role == "price_high":
            findings.add(
                "price_high",
                money.quote,
                "prose",
                "after the heading",
                weight,
                number=money.amount,
                currency=code,
                quote=quote,
            )
        else:
            findings.add(
                "price",
                money.quote,
                "prose",
                "after the heading",
                weight,
                number=money.amount,
                currency=code,
                quote=quote,
            )
            weight -= 0.1
        if weight < 0.15:
            break
