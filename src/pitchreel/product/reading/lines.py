"""Lines of a page: whether one is a feature, a promise of shipping or guarantee, or the shop's machinery.

Shipping, guarantee and returns lines become facts of their own; boilerplate becomes nothing.
"""

from __future__ import annotations

import re
import unicodedata

from pitchreel.documents.product import FactKind
from pitchreel.product.reading.findings import Findings
from pitchreel.product.reading.money import has_money
from pitchreel.product.reading.text import has_letters, sentences, tidy

MAX_SERVICE = 120
"""Characters of a shipping or guarantee line."""

MAX_LENGTH = 240
"""Characters of a feature; a longer bullet is cut into its sentences."""

_SHIPPING = re.compile(
    r"\b(?:shipping|ships?|deliver(?:y|ed|s)|dispatch\w{0,3}|versand\w{0,10}|lieferung|lieferzeit"
    r"|geliefert|versandkosten\w{0,6}|livraison|envío|envio|spedizione|verzending|levering|bezorg\w{0,4}"
    r"|wysyłka|frakt|toimitus)\b",
    re.IGNORECASE,
)
_GUARANTEE = re.compile(
    r"\b(?:warranty|guaranteed?|garantie|gewährleistung|garantía|garanzia|gwarancja|garanti|(?:free|easy"
    r"|day|hassle-free|no-hassle|extended|simple|\d) (?:day )?returns?|returns? (?:within|accepted|for \d"
    r"|up to|policy|free)|return (?:it|them) within|money[- ]back|full refund|rückgabe\w{0,6}|umtausch"
    r"|geld-?zurück|rücksendung|kostenlose retoure|retours gratuits|devolucion(?:es)? gratis|reso gratuito"
    r"|gratis retour\w{0,6})\b",
    re.IGNORECASE,
)
# What makes a line with "delivery" in it a promise of the shop and not a trait of the thing.
_TERMS = re.compile(
    r"\bfree\b|kostenlos|kostenfrei|versandkosten|gratuit|gratis|ships? (?:in|within|from|free|same|next"
    r"|today|worldwide)|dispatched|\d+\W{0,3}(?:business |working )?(?:days?|hours?|h\b|tagen?|werktagen?"
    r"|stunden|jours|días|giorni|dagen)|versandfertig|lieferzeit|frei haus|same.day|next.day|express"
    r"|worldwide|weltweit|delivered (?:in|within|by)|delivery (?:in|within|time|over|on orders)",
    re.IGNORECASE,
)
# Plain substrings of a lower-case line: many times faster than one pattern of as many branches.
_BOILERPLATE_WORDS = (
    "cookie|privacy|datenschutz|newsletter|subscribe|sign in|sign up|log in|login|anmelden|add to cart"
    "|add to bag|add to basket|add to wish|warenkorb|merkzettel|wishlist|wish list|share on|share this|facebook"
    "|instagram|twitter|pinterest|terms of|terms and|all rights|copyright|©|agb |impressum|javascript|browser"
    "|customer service|kundenservice|contact us|read more|mehr lesen|learn more|show more|show less|view all"
    "|see all|click here|klicken|klarna|paypal|afterpay|financing|finanzierung|installment|ratenzahlung"
    "|gift card|coupon|promo code|see details|write a review|be the first|customer review|out of 5| reviews"
    "| ratings|bewertungen|best seller|asin|date first|item model number|prop 65|proposition 65|lower price"
    "|report an|report this|return policy|loading|undefined|add all|skip to|zum inhalt|shop now|shop all"
    "|back to top|please select|please choose|please enter|sold out|notify me|email me|select options"
    "|size guide|size chart|questions and answers|questions & answers|http|www.|{{|[[|in stock|auf lager|sku:"
    "|sku |art.-nr|artikelnummer|artikel-nr|item #|item number|upc|mpn|ean:|gtin|make sure this fits"
    "|lowest price|price match|tax|mwst|sign-in|my account|mein konto|follow us|highlighted by|sold by"
    "|estimated|quantity|exclusions|use code|% off|limited time|sale ends|full details|user documentation"
    "|site traffic|targeted ads|site functions|secure, safe|personalised search|new window|page refresh"
    "|trademark|return for |return polic|full menu|open now|meer info|kontaktieren sie|ihre daten|terms apply"
    "|sie benötigen|bitte wählen|selection results"
)
_BOILERPLATE = tuple(_BOILERPLATE_WORDS.split("|"))
ADVERTISING = re.compile(
    r"^(?:buy|shop|order|you'll love|find|discover|get it|save|jetzt) |possible on eligible|ships from", re.IGNORECASE
)
_NO_GUARANTEE = re.compile(r"not (?:be )?guarant|no guarantee|keine garantie|without guarantee", re.IGNORECASE)
CODE_LIKE = re.compile(r"[{};=<>\\]{2}|function\s*\(|\bvar \w|=>|[\w-]{40,}")
_QUESTION = re.compile(
    r"^(?:select|choose|enter|calculate|estimate|check|view|ship it|drop off|go to|i|my|back to|listed in)\b",
    re.IGNORECASE,
)
_BULLET_SIGNS = " •·*-‣–—>»|,;:.!"
_HEADED = re.compile(r"^【([^】]{2,60})】[:\s]*")


# One of these stands in every line that the patterns of shipping and guarantee can find.
_SERVICE_WORDS = (
    "ship|deliver|dispatch|versand|liefer|livrais|env|spedizi|verzend|levering|bezorg|wysy|frakt|toimitus|warrant"
    "|garan|guarant|gewähr|gwaran|return|money|refund|rückgabe|umtausch|geld|rücksend|retou|devoluc|reso"
)
_SERVICE_PARTS = tuple(_SERVICE_WORDS.split("|"))


def clean_feature(text: str) -> str:
    """A feature as a sentence or phrase without its bullet sign, or an empty string when it is none."""
    text = _HEADED.sub(r"\1: ", tidy(text))
    while text and (text[0] in _BULLET_SIGNS or unicodedata.category(text[0]) in {"So", "Mn", "Cf", "Co"}):
        text = text[1:]  # the sign of a bullet; one that counts (~, +, <) stays
    text = text.strip(" ,;|")
    if not len(text) >= 8 or not has_letters(text):
        return ""
    if is_boilerplate(text) or CODE_LIKE.search(text):
        return ""
    if _QUESTION.match(text):
        return ""
    if text.count(" ") < 1 and len(text) < 14:
        return ""
    return text


def is_boilerplate(text: str) -> bool:
    """Whether a line belongs to the shop's machinery and not to the product."""
    folded = text.lower()
    for phrase in _BOILERPLATE:  # noqa: SIM110 - called for every line of a page, and the loop is twice as fast
        if phrase in folded:
            return True
    return False


def kind_of_line(text: str) -> FactKind:
    """Whether a line speaks of shipping, of a guarantee (or returns), or of the thing itself."""
    if not _speaks_of_service(text):
        return "feature"
    if _GUARANTEE.search(text) and not _NO_GUARANTEE.search(text):
        return "guarantee"
    return "shipping" if _SHIPPING.search(text) and _TERMS.search(text) else "feature"


def is_service(text: str) -> bool:
    """Whether a line speaks of shipping, guarantee or returns at all, be it a promise or only a label."""
    return _speaks_of_service(text) and bool(_GUARANTEE.search(text) or _SHIPPING.search(text))


def _speaks_of_service(text: str) -> bool:
    folded = text.lower()
    for part in _SERVICE_PARTS:  # noqa: SIM110 - called for every line of a page, and the loop is twice as fast
        if part in folded:
            return True
    return False


def add_service(findings: Findings, text: str, method: str, place: str, weight: float) -> bool:
    """Lay a shipping or guarantee line on the table, if it is short enough to be a promise. True if it was."""
    text = text.lstrip("&+ ")
    kind = kind_of_line(text)
    if kind == "feature" or len(text) > MAX_SERVICE or ADVERTISING.search(text) or not text[:1].isalnum():
        return False
    findings.add(kind, text, method, place, weight, quote=text)
    return True


def add_line(findings: Findings, text: str, method: str, place: str, weight: float) -> bool:
    """Lay a line on the table as what it is; long ones are cut into sentences. True if it was worth it."""
    text = clean_feature(text)
    if not text:
        return False
    if len(text) > MAX_LENGTH:
        kept = False
        for sentence in sentences(text)[:4]:
            if len(sentence) <= MAX_LENGTH and clean_feature(sentence):
                findings.add(kind_of_line(sentence), sentence, method, place, weight, quote=text)
                kept = True
        return kept
    kind = kind_of_line(text)
    if kind != "feature":
        return add_service(findings, text, method, place, weight)
    if has_money(text):
        return False  # a price is a fact of its own, and an amount in a bullet is seldom this product's
    findings.add(kind, text, method, place, weight, quote=text)
    return True
