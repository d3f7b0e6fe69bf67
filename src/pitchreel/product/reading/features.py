"""Features: sentences that a copywriter can use, from bullets, specification tables and descriptions.

Shipping, guarantee and returns lines become facts of their own; boilerplate becomes nothing.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from pitchreel.documents.product import FactKind
from pitchreel.product.reading.findings import Findings
from pitchreel.product.reading.money import has_money
from pitchreel.product.reading.page import Page, node_text
from pitchreel.product.reading.regions import Regions
from pitchreel.product.reading.text import has_letters, plain, sentences, tidy

MAX_FEATURES = 16
MAX_LENGTH = 240
"""Characters of a feature; a longer bullet is cut into its sentences."""

_BULLETS = re.compile(
    r"feature|bullet|highlight|benefit|key-?point|usp|detail|description|beschreibung|eigenschaft|spec"
    r"|about|overview|accordion|product|rte|summary|content|info|main|merkmal|vorteil"
)
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
    "cookie|privacy|datenschutz|newsletter|subscribe|sign in|sign up|log in|login|anmelden|add to cart|"
    "add to bag|add to basket|add to wish|warenkorb|merkzettel|wishlist|wish list|share on|share this|"
    "facebook|instagram|twitter|pinterest|terms of|terms and|all rights|copyright|©|agb |impressum|"
    "javascript|browser|customer service|kundenservice|contact us|read more|mehr lesen|learn more|show more|"
    "show less|view all|see all|click here|klicken|klarna|paypal|afterpay|financing|finanzierung|installment|"
    "ratenzahlung|gift card|coupon|promo code|see details|write a review|be the first|customer review|"
    "out of 5| reviews| ratings|bewertungen|best seller|asin|date first|item model number|prop 65|"
    "proposition 65|lower price|report an|report this|return policy|loading|undefined|add all|skip to|"
    "zum inhalt|shop now|shop all|back to top|please select|please choose|please enter|sold out|notify me|"
    "email me|select options|size guide|size chart|questions and answers|questions & answers|http|www.|{{|[[|"
    "in stock|auf lager|sku:|sku |art.-nr|artikelnummer|artikel-nr|item #|item number|upc|mpn|ean:|gtin|"
    "make sure this fits|lowest price|price match|tax|mwst|sign-in|my account|mein konto|follow us|"
    "highlighted by|sold by|estimated|quantity|exclusions|use code|% off|limited time|sale ends|full details|"
    "user documentation"
)
_BOILERPLATE = tuple(_BOILERPLATE_WORDS.split("|"))
_CODE_LIKE = re.compile(r"[{};=<>\\]{2}|function\s*\(|\bvar \w|=>|[\w-]{40,}")
_QUESTION = re.compile(
    r"^(?:select|choose|enter|calculate|estimate|check|view|ship it|drop off|go to)\b", re.IGNORECASE
)
_LEAD = " •·▪►✓✔☑★▶–—*-‣●○◆◦➤➜✅👉☐☒\t"
_SPEC_PLACES = "table tr, dl > div, dl > dt"
_WORDLESS_LABEL = re.compile(
    r"^(?:weight|gewicht|size|größe|material|colour|color|farbe|dimensions|maße|height|width|length|depth"
    r"|capacity|volume)",
    re.IGNORECASE,
)


# One of these stands in every line that the patterns of shipping and guarantee can find.
_SERVICE_WORDS = (
    "ship|deliver|dispatch|versand|liefer|livrais|env|spedizi|verzend|levering|bezorg|wysy|frakt|toimitus|warrant"
    "|garan|guarant|gewähr|gwaran|return|money|refund|rückgabe|umtausch|geld|rücksend|retou|devoluc|reso"
)
_SERVICE_PARTS = tuple(_SERVICE_WORDS.split("|"))
_ENDS_SENTENCE = re.compile(r"[.!?。]")


def clean_feature(text: str) -> str:
    """A feature as a sentence or phrase without its bullet sign, or an empty string when it is none."""
    text = tidy(text).lstrip(_LEAD).strip(" ,;|")
    if not len(text) >= 8 or not has_letters(text):
        return ""
    if is_boilerplate(text) or _CODE_LIKE.search(text):
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
    if _GUARANTEE.search(text):
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


def add_line(findings: Findings, text: str, method: str, place: str, weight: float, quote: str = "") -> bool:
    """Lay a line on the table as what it is; long ones are cut into sentences. True if it was worth it."""
    text = clean_feature(text)
    if not text:
        return False
    if len(text) > MAX_LENGTH:
        kept = False
        for sentence in sentences(text)[:4]:
            if len(sentence) <= MAX_LENGTH and clean_feature(sentence):
                findings.add(kind_of_line(sentence), sentence, method, place, weight, quote=quote or text)
                kept = True
        return kept
    kind = kind_of_line(text)
    if kind == "feature" and has_money(text):
        return False  # a price is a fact of its own, and an amount in a bullet is seldom this product's
    findings.add(kind, text, method, place, weight, quote=quote or text)
    return True


def read_features(page: Page, regions: Regions, findings: Findings) -> None:
    """Bullets and specification rows in the parts of the page that are about the product."""
    lists = _product_lists(page, regions)
    for weight, node in lists[:4]:
        for item in node.css("li")[:25]:
            if item.css_first("ul, ol, form, select, input, button, iframe") is None:
                add_line(findings, node_text(item, 1200), "dom", _place(node), weight)
    specs = 0
    for row in page.tagged("tr", "dl")[:200]:
        if specs >= 24:
            break
        if regions.aside(row) or row.css_first("table, ul, form, select, button") is not None:
            continue
        if row.tag == "dl":
            pairs = [(node_text(term, 80), node_text(_next_element(term), 160)) for term in row.css("dt")[:25]]
        else:
            cells = row.css("th, td")
            pairs = [(node_text(cells[0], 80), node_text(cells[1], 160))] if len(cells) == 2 else []
        for label, said in pairs:
            if 2 < len(label) <= 40 and said and len(said) <= 120 and has_letters(label):
                line = f"{label.rstrip(' :')}: {said}"
                if add_line(findings, line, "dom", "table tr" if row.tag == "tr" else "dl", 0.35):
                    specs += 1


def _next_element(node: LexborNode) -> LexborNode | None:
    following = node.next
    steps = 0
    while following is not None and steps < 5:
        if following.tag == "dd":
            return following
        following = following.next
        steps += 1
    return None


def _product_lists(page: Page, regions: Regions) -> list[tuple[float, LexborNode]]:
    """Lists whose items read like features, the best first: near the heading, called so, with items of a few words."""
    rated: list[tuple[float, int, LexborNode]] = []
    spine = page.headings[0].mem_id if page.headings else 0
    after = not spine
    for order, node in enumerate(page.tagged("h1", "ul", "ol")[:400]):
        if node.tag == "h1":
            after = after or node.mem_id == spine
            continue
        if regions.aside(node):
            continue
        items = node.css("li")[:41]
        if not 2 <= len(items) <= 40:
            continue
        links = len(node.css("a"))
        if links > max(1, len(items) // 2):
            continue
        texts = [text for item in items if (text := node_text(item, 600))]
        if len(texts) >= 3 and all(text.startswith(f"{number} ") for number, text in enumerate(texts[:3], 1)):
            continue  # a numbered table of contents
        useful = [text for text in texts if clean_feature(text) and text.count(" ") >= 2]
        if len(useful) < max(2, len(texts) // 2):
            continue
        around = page.hint(node)
        parent = node.parent
        for _ in range(3):
            if parent is None:
                break
            around += " " + page.hint(parent)
            parent = parent.parent
        score = 0.45 + 0.15 * bool(_BULLETS.search(around)) + (0.15 if after else -0.2)
        score -= 0.02 * len(rated)
        if score > 0.4:
            rated.append((score, order, node))
    rated.sort(key=lambda one: (-one[0], one[1]))
    return [(score, node) for score, _, node in rated]


def _place(node: LexborNode) -> str:
    names = (node.attributes.get("class") or "").split()
    return f"{node.tag}.{names[0][:40]} > li" if names else f"{node.tag} > li"


def features_of_prose(description: str, name: str) -> list[str]:
    """The sentences of a description that say something about the thing, as features."""
    found: list[str] = []
    folded = plain(name)
    for sentence in sentences(description):
        text = clean_feature(sentence)
        if not text or len(text) > MAX_LENGTH or text.count(" ") < 2 or text.endswith("?"):
            continue
        if plain(text) == folded or kind_of_line(text) != "feature" or has_money(text):
            continue
        found.append(text)
        if len(found) >= 8:
            break
    return found


def read_prose_paragraphs(page: Page, regions: Regions) -> list[str]:
    """Paragraphs after the heading that read like a description, without the sentences that name amounts."""
    found: list[str] = []
    spine = page.headings[0].mem_id if page.headings else 0
    after = not spine
    for node in page.tagged("h1", "p")[:400]:
        if node.tag == "h1":
            after = after or node.mem_id == spine
            continue
        if not after or regions.aside(node):
            continue
        text = " ".join(one for one in sentences(node_text(node, 1500)) if not has_money(one))
        if len(text) < 30 or text.count(" ") < 4 or not _ENDS_SENTENCE.search(text):
            continue
        if is_boilerplate(text[:200]) or _CODE_LIKE.search(text) or len(node.css("a")) > 3:
            continue
        found.append(text)
        if sum(map(len, found)) > 1500 or len(found) >= 6:
            break
    return found


def read_services(page: Page, findings: Findings) -> None:
    """Delivery, guarantee and returns lines: what metas say of them, and elements that are called so."""
    for node in page.marked("service")[:12]:
        text = node_text(node, 400)
        if 10 < len(text) < 300 and node.css_first("form, select, input") is None:
            for sentence in sentences(text)[:4]:
                kind = kind_of_line(sentence)
                if kind != "feature" and clean_feature(sentence) and len(sentence) <= 160:
                    findings.add(kind, sentence, "dom", _place(node).removesuffix(" > li"), 0.5)
    for sentence in sentences(page.meta("description", "og:description")):
        kind = kind_of_line(sentence)
        if kind != "feature" and clean_feature(sentence) and len(sentence) <= 160:
            findings.add(kind, sentence, "meta", "description", 0.35)
