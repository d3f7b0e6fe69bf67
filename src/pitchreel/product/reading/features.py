"""Features: sentences that a copywriter can use, from bullets, specification tables and descriptions."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from pitchreel.product.reading.findings import Findings
from pitchreel.product.reading.lines import (
    ADVERTISING,
    CODE_LIKE,
    MAX_LENGTH,
    add_line,
    add_service,
    clean_feature,
    is_boilerplate,
    kind_of_line,
)
from pitchreel.product.reading.money import has_money
from pitchreel.product.reading.page import Page, node_text
from pitchreel.product.reading.regions import Regions
from pitchreel.product.reading.text import has_letters, plain, sentences

MAX_FEATURES = 16

NEAR = 0.2
"""A list this much worse than the best one is of something else."""

_BULLETS = re.compile(
    r"feature|bullet|highlight|benefit|key-?point|usp|detail|description|beschreibung|eigenschaft|spec"
    r"|about|overview|accordion|product|rte|summary|content|info|main|merkmal|vorteil"
)
_ENDS_SENTENCE = re.compile(r"[.!?。]")
_DULL = (
    "brand|marke|merk|marque|marca|manufacturer|hersteller|publisher|language|publication date|file size"
    "|isbn-10|isbn-13|isbn|text-to-speech|screen reader|enhanced typesetting|x-ray|word wise|sticky notes"
    "|part number|model number|model|series|item model number|mfr part #|product name|shipping weight"
    "|package dimensions|date first available|number of items|is discontinued by manufacturer|release date"
    "|updated|version|languages|seller|category|color category|condition|anzahl der artikel"
    "|anzahl der positionen|modellnummer|modell|ean|gtin|sku|asin|plz|batteries required|handling time"
)
_DULL_LABELS = frozenset(_DULL.split("|"))
"""Labels of specification rows that no ad needs."""

_ALNUM = re.compile(r"[^\W_]")


def read_features(page: Page, regions: Regions, findings: Findings) -> None:
    """Bullets and specification rows in the parts of the page that are about the product."""
    lists = _product_lists(page, regions, _own_words(findings))
    for weight, node in [one for one in lists if one[0] >= lists[0][0] - NEAR][:4]:
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
            if 2 < len(label) <= 40 and len(said) <= 120 and has_letters(label) and _says_something(label, said):
                line = f"{label.rstrip(' :')}: {said}"
                if add_line(findings, line, "dom", "table tr" if row.tag == "tr" else "dl", 0.35):
                    specs += 1


def _says_something(label: str, said: str) -> bool:
    """Whether a specification row is worth a line: not the maker's numbers, not a bare digit or a dash."""
    bare = said.strip()
    if not _ALNUM.search(bare) or (len(bare) == 1 and bare.isdigit()):
        return False
    return label.rstrip(" :").lower() not in _DULL_LABELS


def _next_element(node: LexborNode) -> LexborNode | None:
    following = node.next
    steps = 0
    while following is not None and steps < 5:
        if following.tag == "dd":
            return following
        following = following.next
        steps += 1
    return None


def _own_words(findings: Findings) -> frozenset[str]:
    """The longer words of the names and descriptions found so far: what this product is spoken of with."""
    said = " ".join(one.text[:3000] for one in findings.of("name", "description"))
    return frozenset(word for word in plain(said[:12_000]).split() if len(word) >= 5)


def _product_lists(page: Page, regions: Regions, own: frozenset[str]) -> list[tuple[float, LexborNode]]:
    """Lists whose items read like features, the best first: called so, after the heading, in the product's words."""
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
        if links > max(1, len(items) // 3):
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
        if len(own) >= 6:
            # A shop's own lists (plans, cookies, services) share no word with what is said of the product.
            alike = sum(not own.isdisjoint(plain(text).split()) for text in useful) / len(useful)
            score += 0.3 * alike - 0.2 * (alike < 0.15)
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
        if not text or len(text) > MAX_LENGTH or text.count(" ") < 2 or text.endswith(("?", ":")):
            continue
        if plain(text) == folded or kind_of_line(text) != "feature" or has_money(text):
            continue
        if ADVERTISING.search(text):
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
        if is_boilerplate(text[:200]) or CODE_LIKE.search(text) or len(node.css("a")) > 3:
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
                if clean_feature(sentence):
                    add_service(findings, sentence, "dom", _place(node).removesuffix(" > li"), 0.5)
    for sentence in sentences(page.meta("description", "og:description")):
        if clean_feature(sentence):
            add_service(findings, sentence, "meta", "description", 0.35)
