"""Structured data of a page as plain nodes: JSON-LD script by script, microdata, RDFa.

A node is a dict in the shape of JSON-LD whatever it was written in: ``{"@type": "Product", "name": ..., ...}``.
Real pages break all three forms, so one damaged script loses nothing but itself.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import chompjs
from selectolax.lexbor import LexborNode

from pitchreel.product.reading.page import Page, attribute, node_text
from pitchreel.product.reading.text import tidy

Node = dict[str, Any]

MAX_SCRIPT = 4_000_000
MAX_NODES = 3000
_DEPTH = 40
_WRAPPING = re.compile(
    r"^\s*(?:/\*\s*)?(?://\s*)?(?:<!--|<!\[CDATA\[)(?:\s*\*/)?|(?:(?://|/\*)\s*)?(?:-->|\]\]>)(?:\s*\*/)?\s*;?\s*$"
)
_TRAILING_COMMA = re.compile(r",(\s{0,200}[}\]])")
# Keys under which other things than the page's own are described.
_OTHERS = frozenset(
    [
        "isrelatedto",
        "issimilarto",
        "isaccessoryorsparepartfor",
        "isconsumablefor",
        "itemlistelement",
        "review",
        "reviews",
        "hasvariant",
        "itemreviewed",
        "mainentityofpage",
        "ispartof",
        "about",
        "mentions",
        "subjectof",
        "recommendations",
    ]
)


@dataclass(frozen=True, slots=True)
class Described:
    """A node and where it stood: ``method`` as in Source, ``place`` a path, ``aside`` if it is only mentioned."""

    node: Node
    method: str
    place: str
    aside: str = ""


def load_json(text: str) -> Any:
    """JSON as pages write it: wrapped in comments or CDATA, escaped, with trailing commas; None where nothing helps."""
    text = text.strip().lstrip("\ufeff")
    if not text or len(text) > MAX_SCRIPT:
        return None
    if text[0] not in "{[":
        text = _WRAPPING.sub("", text).strip()
        if text[:1] not in {"{", "["}:
            start = min((at for at in (text.find("{"), text.find("[")) if at >= 0), default=-1)
            if start < 0:
                return None
            text = text[start:]
    for attempt in (text, text.rstrip("; \n\t"), None):
        try:
            if attempt is not None:
                return json.loads(attempt, strict=False)
            repaired = _TRAILING_COMMA.sub(r"\1", html.unescape(text) if "&quot;" in text else text)
            return json.JSONDecoder(strict=False).raw_decode(repaired)[0]
        except ValueError:
            continue
        except RecursionError:
            return None
    return load_script_object(text)


def load_script_object(text: str, limit: int = 600_000) -> Any:
    """The JavaScript object or array literal at the start of a text, or None."""
    try:
        return _DECODER.raw_decode(text)[0]  # most of them are JSON, which is read many times faster
    except (ValueError, RecursionError):
        pass
    try:
        return chompjs.parse_js_object(text[:limit])
    except (ValueError, RecursionError, MemoryError, UnicodeError):
        return None


_DECODER = json.JSONDecoder(strict=False)


def json_ld(page: Page) -> list[Described]:
    """Every typed node of the page's JSON-LD, outer ones first."""
    found: list[Described] = []
    for number, script in enumerate(page.scripts_of("application/ld+json"), 1):
        data = load_json(script.text)
        if isinstance(data, dict | list):
            found.extend(_typed(data, f"ld+json[{number}]"))
        if len(found) > MAX_NODES:
            break
    return found[:MAX_NODES]


def _typed(data: Any, place: str) -> Iterator[Described]:
    """Breadth first, without recursion."""
    queue: list[tuple[Any, str, str, int]] = [(data, place, "", 0)]
    for value, where, aside, depth in queue:
        if depth > _DEPTH or len(queue) > 20_000:
            continue
        if isinstance(value, list):
            queue.extend((item, where, aside, depth + 1) for item in value[:500])
        elif isinstance(value, dict):
            if "@type" in value:
                yield Described(value, "json-ld", where, aside)
            for key, inner in value.items():
                if isinstance(inner, dict | list):
                    key = str(key)
                    beside = aside or (key.lower() if key.lower() in _OTHERS else "")
                    queue.append((inner, f"{where}.{key}"[:120], beside, depth + 1))


def microdata(page: Page) -> list[Described]:
    """Every item of the page's microdata."""
    return _scoped(page, "microdata", "itemscope", "itemtype", "itemprop")


def rdfa(page: Page) -> list[Described]:
    """Every typed resource of the page's RDFa (Lite)."""
    return _scoped(page, "rdfa", "typeof", "typeof", "property")


def _scoped(page: Page, method: str, scope: str, kind: str, prop: str) -> list[Described]:
    items: dict[int, Node] = {}
    found: list[Described] = []
    # Most pages have none of it, and a search in the bytes tells that sooner than one in the tree.
    scopes = page.css(f"[{scope}]")[:MAX_NODES] if page.mentions(scope) else []
    if not scopes:
        return []
    for element in scopes:
        item: Node = {"@type": attribute(element, kind).split()}
        if itemid := attribute(element, "itemid") or attribute(element, "resource"):
            item["@id"] = itemid
        items[element.mem_id] = item
    asides: dict[int, str] = {}
    for element in page.css(f"[{prop}]")[: 3 * MAX_NODES]:
        own = items.get(element.mem_id)
        owner = _owner(element, items)
        if owner is None:
            continue
        value: Any = own if own is not None else _value(page, element, prose="description" in attribute(element, prop))
        if value in ("", None):
            continue
        for name in attribute(element, prop).split()[:5]:
            name = name.rsplit("/", 1)[-1].rsplit(":", 1)[-1]
            owner.setdefault(name, []).append(value)
            if own is not None and name.lower() in _OTHERS:
                asides[element.mem_id] = name.lower()
    for number, element in enumerate(scopes, 1):
        found.append(Described(items[element.mem_id], method, f"{method}[{number}]", asides.get(element.mem_id, "")))
    return found


def _owner(element: LexborNode, items: dict[int, Node]) -> Node | None:
    parent, steps = element.parent, 0
    while parent is not None and steps < 450:
        if (item := items.get(parent.mem_id)) is not None:
            return item
        parent = parent.parent
        steps += 1
    return None


def _value(page: Page, element: LexborNode, *, prose: bool) -> str:
    attributes = element.attributes
    tag = element.tag
    if (content := attributes.get("content")) is not None and (content.strip() or tag == "meta"):
        return tidy(content)
    if tag in {"a", "link", "area"}:
        return page.absolute(attributes.get("href") or "") or node_text(element)
    if tag in {"img", "source", "video", "audio", "embed", "iframe"}:
        for name in ("data-zoom-image", "data-large_image", "data-src", "src", "srcset"):
            if (address := attributes.get(name)) and not address.startswith("data:"):
                return page.absolute(address.split(" ", 1)[0])
        return ""
    if tag == "time":
        return attributes.get("datetime") or node_text(element)
    if tag in {"data", "meter"}:
        return attributes.get("value") or node_text(element)
    # Prose keeps its markup, so that its paragraphs and bullets can be told apart.
    return (
        element.html or "" if prose and element.css_first("p, br, li, div, table") is not None else node_text(element)
    )


def kinds(node: Node) -> set[str]:
    """The types of a node in lower case, without vocabulary."""
    given = node.get("@type")
    values = given if isinstance(given, list) else [given]
    return {
        str(value).rsplit("/", 1)[-1].rsplit(":", 1)[-1].rsplit("#", 1)[-1].lower() for value in values[:10] if value
    }


def every(node: Node, *keys: str) -> list[Any]:
    """All values of the first of these properties that the node has, one level of lists opened."""
    for key in keys:
        value = node.get(key)
        if value is None:
            value = node.get(f"schema:{key}")
        if value not in (None, "", [], {}):
            return list(value[:300]) if isinstance(value, list) else [value]
    return []


def text_of(value: Any) -> str:
    """A value as words: a string, a number, or the name of a thing."""
    for _ in range(4):
        if isinstance(value, list):
            value = value[0] if value else ""
        elif isinstance(value, dict):
            value = next((value[key] for key in ("@value", "name", "value", "@id") if value.get(key)), "")
        else:
            break
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value)


def first_text(node: Node, *keys: str) -> str:
    """The first of these properties that holds words, as words."""
    return next((text for key in keys for value in every(node, key) if (text := text_of(value).strip())), "")
