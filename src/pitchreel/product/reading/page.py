"""A page as its readers see it: decoded, tamed, parsed once, with its scripts taken out and kept beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pitchreel.product.reading.decode import decode_page, tame
from pitchreel.product.reading.text import tidy

_RAW = re.compile(r"<(script|style)(?=[\s>/])([^>]{0,2000})>", re.IGNORECASE)
_ENDS = {"script": re.compile(r"</script", re.IGNORECASE), "style": re.compile(r"</style", re.IGNORECASE)}
_TYPE = re.compile(r"\btype\s{0,4}=\s{0,4}[\"']?([^\s\"'>]{1,60})", re.IGNORECASE)
_ID = re.compile(r"\bid\s{0,4}=\s{0,4}[\"']?([^\s\"'>]{1,80})", re.IGNORECASE)
MAX_TEXT = 300_000
"""Characters of a page's own words that are looked at."""


class Script(NamedTuple):
    """One ``<script>``: its type and id in lower case ("" if it has none), its attributes and its text."""

    type: str
    id: str
    attributes: str
    text: str


class Page:
    """A parsed page. Nothing here raises on any input; a selector that finds nothing gives an empty list."""

    def __init__(self, html: bytes, url: str) -> None:
        self.url = url
        self.source = decode_page(html)
        markup, self.scripts = _take_scripts(self.source)
        self.tree = LexborHTMLParser(tame(markup))

    def css(self, selector: str) -> list[LexborNode]:
        """All elements that a selector finds, in the order of the page."""
        return self.tree.css(selector)

    def first(self, selector: str) -> LexborNode | None:
        """The first element that a selector finds."""
        return self.tree.css_first(selector)

    @cached_property
    def host(self) -> str:
        """Host of the page's address in lower case, without a leading ``www.``."""
        try:
            host = (urlsplit(self.url).hostname or "").lower()
        except ValueError:
            return ""
        return host.removeprefix("www.")

    @cached_property
    def base(self) -> str:
        """What relative addresses of this page are relative to."""
        node = self.first("base[href]")
        return join(self.url, attribute(node, "href")) or self.url if node else self.url

    def absolute(self, address: str) -> str:
        """An http(s) address made whole, or an empty string when it is none (``data:``, ``blob:``, damaged)."""
        return join(self.base, address)

    @cached_property
    def metas(self) -> dict[str, list[str]]:
        """Contents of ``<meta>`` by property, name or http-equiv in lower case, tidied, in order, empty ones left out."""
        found: dict[str, list[str]] = {}
        for node in self.css("meta[content]"):
            attributes = node.attributes
            content = tidy(attributes.get("content") or "")
            if content:
                for key in ("property", "name", "http-equiv"):
                    if name := attributes.get(key):
                        values = found.setdefault(name.strip().lower(), [])
                        if content not in values:
                            values.append(content)
        return found

    def meta(self, *names: str) -> str:
        """The first content of the first of these metas that there is, or an empty string."""
        return next((values[0] for name in names if (values := self.metas.get(name))), "")

    @cached_property
    def title(self) -> str:
        """The page's title, tidied."""
        node = self.first("head title") or self.first("title")
        return node_text(node)

    @cached_property
    def headings(self) -> list[LexborNode]:
        """The ``<h1>`` elements that hold words."""
        return [node for node in self.css("h1")[:20] if node_text(node)]

    @cached_property
    def words(self) -> str:
        """The page's own words in one line, without scripts."""
        body = self.tree.body
        return tidy(body.text(separator=" ")[:MAX_TEXT]) if body else ""

    def scripts_of(self, *types: str) -> Iterator[Script]:
        """Scripts with one of these types."""
        return (script for script in self.scripts if script.type in types)

    @cached_property
    def canonical(self) -> str:
        """The address that the page calls its own."""
        node = self.first("link[rel=canonical][href]")
        return self.absolute(attribute(node, "href")) if node else self.absolute(self.meta("og:url"))


def _take_scripts(source: str) -> tuple[str, list[Script]]:
    """The markup without what stands in scripts and styles, and the scripts."""
    pieces: list[str] = []
    scripts: list[Script] = []
    position = 0
    while match := _RAW.search(source, position):
        end = _ENDS[match[1].lower()].search(source, match.end())
        stop = end.start() if end else len(source)
        pieces.append(source[position : match.end()])
        if match[1].lower() == "script":
            attributes = match[2]
            kind, name = _TYPE.search(attributes), _ID.search(attributes)
            scripts.append(
                Script(
                    kind[1].lower() if kind else "",
                    name[1].lower() if name else "",
                    attributes,
                    source[match.end() : stop],
                )
            )
        position = stop
    pieces.append(source[position:])
    return "".join(pieces), scripts


def join(base: str, address: str) -> str:
    """``address`` relative to ``base`` as an http(s) address without fragment, or an empty string."""
    address = address.strip().replace("\n", "").replace("\t", "")
    if not address or len(address) > 4000 or address[0] in "#{" or " {" in address:
        return ""
    try:
        whole = urljoin(base, address)
        parts = urlsplit(whole)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            return ""
    except ValueError:
        return ""
    return whole.split("#", 1)[0].replace(" ", "%20")


def attribute(node: LexborNode | None, name: str) -> str:
    """An attribute's value, stripped, or an empty string."""
    return (node.attributes.get(name) or "").strip() if node is not None else ""


def node_text(node: LexborNode | None, limit: int = 20_000) -> str:
    """The words in an element in one line."""
    return tidy(node.text(separator=" ")[: 2 * limit])[:limit] if node is not None else ""


def ancestors(node: LexborNode, limit: int = 500) -> Iterator[LexborNode]:
    """The elements around an element, from the inside out."""
    parent = node.parent
    while parent is not None and limit > 0:
        yield parent
        parent = parent.parent
        limit -= 1


def hint(node: LexborNode) -> str:
    """Class, id and a few telling attributes of an element as one lower-case string, for looking for words in it."""
    attributes = node.attributes
    return " ".join(
        value for name in ("class", "id", "data-testid", "data-section-type", "aria-label", "itemprop", "role") if (value := attributes.get(name))
    ).lower()
