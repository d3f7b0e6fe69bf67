"""Features: sentences that a copywriter can use, from bullets, specification tables and descriptions.

Shipping, guarantee and returns lines become facts of their own; boilerplate becomes nothing.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from pitchreel.documents.product import FactKind
from pitchreel.product.reading.findings import Findings
from pitchreel.product.reading.money import MONEY
from pitchreel.product.reading.page import Page, hint, node_text
from pitchreel.product.reading.regions import Regions
from pitchreel.product.reading.text import has_letters, plain, sentences, tidy

MAX_FEATURES = 16
MAX_LENGTH = 240
"""Characters of a feature; a longer bullet is cut into its sentences."""

_BULLETS = re.compile(
    r"feature|bullet|highlight|benefit|key-?point|usp|detail|description|beschreibung|eigenschaft|spec|about|overview|accordion|product|rte|summary|content|info|main|merkmal|vorteil"
)
_SHIPPING = re.compile(
    r"\b(?:shipping|ships?|deliver(?:y|ed|s)|dispatch\w{0,3}|versand\w{0,10}|lieferung|lieferzeit|geliefert|versandkosten\w{0,6}|livraison|envío|envio|spedizione|verzending|levering|bezorg\w{0,4}|wysyłka|frakt|toimitus)\b",
    re.IGNORECASE,
)
_GUARANTEE = re.compile(
    r"\b(?:warranty|guarantee[ds]?|garantie|gewährleistung|garantía|garanzia|gwarancja|garanti|returns?\b(?! to)|free returns|money[- ]back|refund\w{0,3}|rückgabe\w{0,6}|umtausch|geld-?zurück|widerruf|retour\w{0,5}|reso|devolucion\w{0,2}|retours)\b",
    re.IGNORECASE,
)
# What makes a line with "delivery" in it a promise of the shop and not a trait of the thing.
_TERMS = re.compile(
    r"\bfree\b|kostenlos|kostenfrei|versandkosten|gratuit|gratis|\bships?\b|shipping|dispatch|\d|versand|lieferzeit|frei haus|same.day|next.day|express|worldwide|weltweit|express|delivered (?:in|within|by)|delivery (?:in|within|time|over|on orders)",
    re.IGNORECASE,
)
_BOILERPLATE = re.compile(
    r"cookie|privacy|datenschutz|newsletter|subscribe|sign ?(?:in|up)|log ?in|anmelden|add to (?:cart|bag|basket|wish)|warenkorb|merkzettel|wish ?list|share (?:on|this)|facebook|instagram|twitter|pinterest|"
    r"terms (?:of|and)|all rights|copyright|©|agb\b|impressum|javascript|browser|customer service|kundenservice|contact us|read more|mehr lesen|learn more|show (?:more|less)|view all|see all|click here|klicken|"
    r"klarna|paypal|afterpay|financ|installment|ratenzahlung|gift card|coupon|promo ?code|see details|write a review|be the first|customer reviews?|out of 5|\d+ (?:reviews?|ratings?|bewertungen)\b|best ?sellers? rank|asin\b|date first|item model number|"
    r"prop(?:osition)? 65|lower price|report (?:an|this)|return policy|javascript|loading|compatible browser|undefined|add all|skip to|zum inhalt|shop now|shop all|back to top|"
    r"please (?:select|choose|enter)|select (?:a|your|an) |sold out|notify me|email me|select options|size (?:guide|chart)|questions? (?:and|&) answers?|http|www\.|\{\{|\[\[|\.\.\.$|in stock|auf lager|sku\b|art\.?-?nr|artikelnummer|item ?#|\bupc\b|\bmpn\b|\bean\b|\bgtin\b|make sure this fits",
    re.IGNORECASE,
)
_CODE_LIKE = re.compile(r"[{};=<>\\]{2}|function\s*\(|\bvar \w|=>|[\w-]{40,}")
_LEAD = re.compile(r"^[\s•·▪►✓✔☑★▶–—*\-‣●○◆◦➤➜✅👉\u2610-\u2612]+")
_SPEC_PLACES = "table tr, dl > div, dl > dt"
_WORDLESS_LABEL = re.compile(r"^(?:weight|gewicht|size|größe|material|colour|color|farbe|dimensions|maße|height|width|length|depth|capacity|volume)", re.IGNORECASE)


def clean_feature(text: str) -> str:
    """A feature as a sentence or phrase without its bullet sign, or an empty string when it is none."""
    text = _LEAD.sub("", tidy(text)).strip(" ,;|")
    if not 8 <= len(text) or not has_letters(text):
        return ""
    if _CODE_LIKE.search(text) or _BOILERPLATE.search(text):
        return ""
    if text.count(" ") < 1 and len(text) < 14:
        return ""
    return text


def kind_of_line(text: str) -> FactKind:
    """Whether a line speaks of shipping, of a guarantee (or returns), or of the thing itself."""
    if _GUARANTEE.search(text):
        return "guarantee"
    return "shipping" if _SHIPPING.search(text) and _TERMS.search(text) else "feature"


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
    findings.add(kind_of_line(text), text, method, place, weight, quote=quote or text)
    return True


def read_features(page: Page, regions: Regions, findings: Findings) -> None:
    """Bullets and specification rows in the parts of the page that are about the product."""
    lists = _product_lists(page, regions)
    for weight, node in lists[:4]:
        for item in node.css("li")[:25]:
            if item.css_first("ul, ol, form, select, input, button, iframe") is None:
                add_line(findings, node_text(item, 1200), "dom", _place(node), weight)
    specs = 0
    for row in page.css("table tr, dl")[:200]:
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
    for order, node in enumerate(page.css("h1, ul, ol")[:400]):
        if node.tag == "h1":
            after = after or node.mem_id == spine
            continue
        if regions.aside(node):
            continue
        items = [item for item in node.css("li")[:30]]
        texts = [node_text(item, 600) for item in items]
        texts = [text for text in texts if text]
        if not 2 <= len(texts) <= 25:
            continue
        links = len(node.css("a"))
        useful = [text for text in texts if clean_feature(text) and text.count(" ") >= 2]
        if len(useful) < max(2, len(texts) // 2) or links > len(texts) // 2:
            continue
        around = hint(node)
        parent = node.parent
        for _ in range(3):
            if parent is None:
                break
            around += " " + hint(parent)
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
        if plain(text) == folded or kind_of_line(text) != "feature" or MONEY.search(text):
            continue
        found.append(text)
        if len(found) >= 8:
            break
    return found


def read_prose_paragraphs(page: Page, regions: Regions) -> list[str]:
    """Paragraphs after the heading that read like a description: sentences, few links, not prices."""
    found: list[str] = []
    spine = page.headings[0].mem_id if page.headings else 0
    after = not spine
    for node in page.css("h1, p")[:400]:
        if node.tag == "h1":
            after = after or node.mem_id == spine
            continue
        if not after or regions.aside(node):
            continue
        text = node_text(node, 1500)
        if len(text) < 30 or text.count(" ") < 4 or not re.search(r"[.!?。]", text):
            continue
        if (len(text) < 120 and MONEY.search(text)) or _BOILERPLATE.search(text[:200]) or _CODE_LIKE.search(text) or len(node.css("a")) > 3:
            continue
        found.append(text)
        if sum(map(len, found)) > 1500 or len(found) >= 6:
            break
    return found


def read_services(page: Page, findings: Findings) -> None:
    """Delivery, guarantee and returns lines: what metas say of them, and elements that are called so."""
    for node in page.css("[class*=shipping i], [class*=delivery i], [class*=versand i], [class*=guarantee i], [class*=warranty i], [class*=returns i], [class*=garantie i]")[:12]:
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
