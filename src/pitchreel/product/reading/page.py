"""A page as its readers see it: decoded, tamed, parsed once, with its scripts taken out and kept beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pitchreel.product.reading.decode import tame, to_utf8
from pitchreel.product.reading.text import plain, tidy

_RAW = re.compile(rb"<([sS][cC][rR][iI][pP][tT]|[sS][tT][yY][lL][eE]|[sS][vV][gG])[\s>/]")
_ENDS = {
    b"script": re.compile(rb"</[sS][cC][rR][iI][pP][tT]"),
    b"style": re.compile(rb"</[sS][tT][yY][lL][eE]"),
    b"svg": re.compile(rb"</[sS][vV][gG]"),
}
_TYPE = re.compile(r"\btype\s{0,4}=\s{0,4}[\"']?([^\s\"'>]{1,60})", re.IGNORECASE)
_ID = re.compile(r"\bid\s{0,4}=\s{0,4}[\"']?([^\s\"'>]{1,80})", re.IGNORECASE)
_WHOLE = re.compile(r"https?://[\w.-]{1,200}(?::\d{1,5})?/[\w./%,:;@!$&'()*+=~?^|-]{0,3000}", re.ASCII)
_TELLING = ("class", "id", "data-testid", "data-section-type", "aria-label", "itemprop", "role")
_STRUCK_OR_HEADING = frozenset({"h1", "s", "del", "strike"})
_TAGS = "html, base, title, meta, link, h1, a, img, video, iframe, ul, ol, dl, tr, p, button, input"
_MARKS = {
    "price": re.compile(r"price|preis|prix|amount"),
    "rating": re.compile(r"rating|review|stars|(?:out of|von|sur) 5|bewertung"),
    "brand": re.compile(r"brand|vendor|manufacturer|hersteller"),
    "service": re.compile(r"shipping|delivery|versand|lieferung|guarantee|warranty|returns|garantie"),
    "logo": re.compile(r"logo"),
}
# Any mark holds one of these; most classes hold none, and that is found out fast.
_ANY_ROOT = re.compile(
    r"price|preis|prix|amount|rating|review|stars|bewertung|brand|vendor|manufact|shipping|deliver|versand|arrant|logo"
)
MAX_TEXT = 60_000
"""Characters of a page's own words that are looked at."""


@lru_cache(maxsize=32_768)
def marks_of(words: str) -> tuple[str, ...]:
    """What an element is, by its class and id."""
    folded = words.lower()
    if _ANY_ROOT.search(folded) is None:
        return ()
    folded = folded.replace("_", "-")
    return tuple(mark for mark, pattern in _MARKS.items() if pattern.search(folded))


class Script:
    """One ``<script>``: its type and id in lower case ("" if it has none), and its text."""

    __slots__ = ("attributes", "data", "id", "type")

    def __init__(self, attributes: str, data: bytes) -> None:
        self.attributes = attributes
        self.data = data
        kind, name = _TYPE.search(attributes), _ID.search(attributes)
        self.type = kind[1].lower() if kind else ""
        self.id = name[1].lower() if name else ""

    @property
    def text(self) -> str:
        """What stands in it."""
        return self.data.decode("utf-8", "replace")


class Page:
    """A parsed page. Nothing here raises on any input; a selector that finds nothing gives an empty list."""

    def __init__(self, html: bytes, url: str) -> None:
        self.url = url
        self.source = to_utf8(html)
        markup, self.scripts, self._script_tags = _take_scripts(self.source)
        self._markup = tame(markup)
        self.tree = LexborHTMLParser(self._markup)
        self._hints: dict[int, str] = {}
        self._absolute: dict[str, str] = {}

    def css(self, selector: str) -> list[LexborNode]:
        """All elements that a selector finds, in the order of the page."""
        return self.tree.css(selector)

    def first(self, selector: str) -> LexborNode | None:
        """The first element that a selector finds."""
        return self.tree.css_first(selector)

    def mentions(self, name: str) -> bool:
        """Whether the name of an attribute, in lower case, stands anywhere in the markup."""
        wanted = name.encode()
        return wanted in self._markup or wanted in self._folded

    @cached_property
    def _folded(self) -> bytes:
        return self._markup.lower()

    @cached_property
    def host(self) -> str:
        """Host of the page's address in lower case, without a leading ``www.``."""
        try:
            host = (urlsplit(self.url).hostname or "").lower()
        except ValueError:
            return ""
        return host.removeprefix("www.")

    @property
    def at_root(self) -> bool:
        """Whether the address is a site's own front door; an archive's address is that of what it holds."""
        inner = self.url.rsplit("://", 1)[-1].split("?", 1)[0].rstrip("/")
        return bool(inner) and inner.partition("/")[2] in {"", "index.html", "index.php", "home"}

    @cached_property
    def base(self) -> str:
        """What relative addresses of this page are relative to."""
        given = next((href for node in self.tagged("base") if (href := attribute(node, "href"))), "")
        return join(self.url, given) or self.url

    def absolute(self, address: str) -> str:
        """An http(s) address made whole, or an empty string when it is none (``data:``, ``blob:``, damaged)."""
        known = self._absolute.get(address)
        if known is None:
            known = self._absolute[address] = join(self.base, address)
        return known

    def hint(self, node: LexborNode) -> str:
        """Class, id and a few telling attributes of an element as one lower-case string, to look for words in it."""
        known = self._hints.get(node.mem_id)
        if known is None:
            attributes = node.attributes
            found = [value for name in _TELLING if (value := attributes.get(name))]
            known = self._hints[node.mem_id] = " ".join(found).lower().replace("_", "-") if found else ""
        return known

    @cached_property
    def _buckets(self) -> dict[str, list[tuple[int, LexborNode]]]:
        # One walk over the tree for all the tags that the readers ask for.
        found: dict[str, list[tuple[int, LexborNode]]] = {}
        for order, node in enumerate(self.css(_TAGS)):
            found.setdefault(node.tag or "", []).append((order, node))
        return found

    def tagged(self, *tags: str) -> list[LexborNode]:
        """Elements with one of these tags, in the order of the page."""
        if len(tags) == 1:
            return [node for _, node in self._buckets.get(tags[0], [])]
        return [
            node
            for _, node in sorted((one for tag in tags for one in self._buckets.get(tag, [])), key=lambda one: one[0])
        ]

    @cached_property
    def _marked(self) -> dict[str, list[LexborNode]]:
        found: dict[str, list[LexborNode]] = {}
        for node in self.css("[class], [id], s, del, strike, h1"):
            attributes = node.attributes
            called, own = attributes.get("class") or "", attributes.get("id")
            if marks := marks_of(f"{called} {own}" if own else called):
                for mark in marks:
                    found.setdefault(mark, []).append(node)
                if "price" in marks:
                    continue
            if node.tag in _STRUCK_OR_HEADING:
                found.setdefault("price", []).append(node)
        return found

    def marked(self, mark: str) -> list[LexborNode]:
        """Elements that are called ``price``, ``rating``, ``brand``, ``service`` or ``logo``, in order.

        Among the prices are also headings and struck text, whatever they are called.
        """
        return self._marked.get(mark, [])

    @cached_property
    def _signature(self) -> str:
        body = self.tree.body
        parts = [
            *self.metas.get("generator", []),
            self.meta("og:url"),
            self.meta("shopify-checkout-api-token") and "cdn.shopify.com",
        ]
        parts += [
            attribute(node, name)
            for node in (*self.tagged("html"), *([body] if body else []))
            for name in ("class", "id")
        ]
        parts += [attribute(node, "href")[:300] for node in self.tagged("link")[:200]]
        return "\n".join((*parts, b"\n".join(self._script_tags[:200]).decode("utf-8", "replace")))

    def says(self, sign: str) -> bool:
        """Whether a string stands where platforms leave their signs: generator, classes, scripts and styles."""
        return sign in self._signature

    @cached_property
    def metas(self) -> dict[str, list[str]]:
        """Contents of ``<meta>`` by property, name or http-equiv in lower case, tidied, in order, no empty ones."""
        found: dict[str, list[str]] = {}
        for node in self.tagged("meta"):
            attributes = node.attributes
            content = tidy(attributes.get("content") or "")
            if content:
                for key in ("property", "name", "http-equiv"):
                    if name := attributes.get(key):
                        values = found.setdefault(name.strip().lower(), [])
                        if len(values) < 100 and content not in values:
                            values.append(content)
        return found

    def meta(self, *names: str) -> str:
        """The first content of the first of these metas that there is, or an empty string."""
        return next((values[0] for name in names if (values := self.metas.get(name))), "")

    @cached_property
    def title(self) -> str:
        """The page's title, tidied."""
        # The first one with words; drawings (svg) have titles of their own, but they come later.
        return next((words for node in self.tagged("title") if (words := node_text(node))), "")

    @cached_property
    def headings(self) -> list[LexborNode]:
        """The ``<h1>`` elements that hold words."""
        return [node for node in self.tagged("h1")[:20] if node_text(node)]

    @cached_property
    def own_words(self) -> frozenset[str]:
        """The words that the page is titled with, folded."""
        titles = (self.title, self.meta("og:title"), *(node_text(heading, 300) for heading in self.headings[:2]))
        return frozenset(plain(" ".join(titles)[:2000]).split())

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
        given = next(
            (attribute(node, "href") for node in self.tagged("link") if attribute(node, "rel") == "canonical"), ""
        )
        return self.absolute(given or self.meta("og:url"))


def _take_scripts(source: bytes) -> tuple[bytes, list[Script], list[bytes]]:
    """The markup without scripts, styles and drawings, the scripts that hold something, what all their tags say."""
    pieces: list[bytes] = []
    tags: list[bytes] = []
    scripts: list[Script] = []
    position = 0
    unclosed: set[bytes] = set()
    while match := _RAW.search(source, position):
        name = match[1].lower()
        begin = match.end() - 1
        inside = source.find(b">", begin) + 1
        if not inside:
            break
        end = None if name in unclosed else _ENDS[name].search(source, inside)
        pieces.append(source[position:inside])
        position = inside
        if end is None:
            unclosed.add(name)
            if name == b"svg":
                continue  # a drawing without an end holds the rest of the page: it stays, and so do those after it
        stop = end.start() if end else len(source)
        if name == b"script":
            attributes = source[begin : min(inside - 1, begin + 2000)]
            tags.append(attributes)
            if stop > inside:
                scripts.append(Script(attributes.decode("utf-8", "replace"), source[inside:stop]))
        position = stop
    pieces.append(source[position:])
    return b"".join(pieces), scripts, tags


def join(base: str, address: str) -> str:
    """``address`` relative to ``base`` as an http(s) address without fragment, or an empty string."""
    address = address.strip()
    if _WHOLE.fullmatch(address):
        return address
    address = address.replace("\n", "").replace("\t", "")
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
