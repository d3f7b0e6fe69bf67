"""Which parts of a page are about the product and which are furniture, other products or other people."""

from __future__ import annotations

import re
from functools import lru_cache

from selectolax.lexbor import LexborNode

from pitchreel.product.reading.page import Page

_ASIDE_TAGS = frozenset({"aside", "footer", "nav", "noframes", "dialog", "select"})
_ASIDE_WORDS = (
    "related recommend recommended recommendation recommendations recommender similar upsell upsells "
    "upselling crosssell crossselling crosssells accessory accessories sponsored advert adverts "
    "advertisement advertising minicart minibasket masthead megamenu navbar navigation breadcrumb "
    "breadcrumbs footer newsletter cookie cookies cookiebar cookiebanner instagram social comment comments "
    "review reviews reviewer reviewlist testimonial testimonials ugc blog bestseller bestsellers topseller "
    "compare comparison payment payments trust trusted trustbar badge badges searchresult searchresults "
    "empfehlung empfehlungen aehnlich aehnliche zubehoer mainmenu"
)
_ASIDE = frozenset(_ASIDE_WORDS.split())
_ASIDE_PHRASES = (
    "up-sells cross-sell also-bought also-like also-viewed you-may youmay bought-together frequently-bought "
    "recently-viewed recentlyviewed viewed-recently recent-products ad-slot mini-cart site-header "
    "site-footer page-footer page-header mega-menu main-menu customer-photos top-seller more-from "
    "other-products kunden-kauften auch-gekauft auch-gefallen"
)
_ASIDE_PARTS = tuple(_ASIDE_PHRASES.split())
_LETTERS = re.compile(r"[a-z]+")


@lru_cache(maxsize=16_384)
def _says_aside(words: str) -> bool:
    if not _ASIDE.isdisjoint(_LETTERS.findall(words)):
        return True
    for part in _ASIDE_PARTS:  # noqa: SIM110 - called for every element of a page, and the loop is twice as fast
        if part in words:
            return True
    return False


class Regions:
    """Answers for one page, remembered by element."""

    def __init__(self, page: Page) -> None:
        self._known: dict[int, bool] = {}
        self._page = page
        # What holds the page's heading is the product's part, whatever it is called.
        self._spine: set[int] = set()
        for heading in page.headings[:2]:
            parent: LexborNode | None = heading
            while parent is not None:
                self._spine.add(parent.mem_id)
                parent = parent.parent

    def aside(self, node: LexborNode) -> bool:
        """Whether an element stands in a part of the page that is not about the product."""
        trail: list[int] = []
        current: LexborNode | None = node
        answer = False
        while current is not None:
            key = current.mem_id
            if key in self._spine:
                break
            known = self._known.get(key)
            if known is not None:
                answer = known
                break
            trail.append(key)
            if self._marked(current):
                answer = True
                break
            current = current.parent
        for key in trail:
            self._known[key] = answer
        return answer

    def _marked(self, node: LexborNode) -> bool:
        tag = node.tag
        if tag in _ASIDE_TAGS:
            return True
        if tag == "header":
            # The site's header, not the head of an article.
            return node.css_first("nav, [role=search], input[type=search], [class*=logo i], [id*=logo i]") is not None
        words = self._page.hint(node)
        return bool(words) and _says_aside(words)
