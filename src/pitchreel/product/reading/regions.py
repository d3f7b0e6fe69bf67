"""Which parts of a page are about the product and which are furniture, other products or other people."""

from __future__ import annotations

import re
from functools import lru_cache

from selectolax.lexbor import LexborNode

from pitchreel.product.reading.page import Page

_ASIDE_TAGS = frozenset({"aside", "footer", "nav", "noframes", "dialog", "select"})
_ASIDE = re.compile(
    r"(?<![a-z])(?:related|recommend\w{0,8}|recommendations|similar|upsell\w{0,3}|up-sells"
    r"|crosssell\w{0,4}|cross-?sell\w{0,4}|also-?(?:bought|like|viewed)"
    r"|you-?may|bought-?together|frequently-?bought|recently-?viewed|viewed-?recently|recent-?products"
    r"|accessor(?:y|ies)|sponsored|advert\w{0,8}|ad-slot"
    r"|mini-?cart|minibasket|site-header|site-footer|page-footer|page-header|masthead|megamenu|mega-?menu"
    r"|main-?menu|navbar|navigation|breadcrumb\w{0,2}"
    r"|footer|newsletter|cookie\w{0,9}|instagram|social|comments?|review(?:s|er|list|-list)?|testimonials?"
    r"|customer-?photos|ugc|blog|bestseller\w{0,2}|top-?seller"
    r"|more-?from|other-?products|compare|comparison|payment\w{0,8}|trust\w{0,6}|badge\w{0,2}"
    r"|search-?results?|kunden\w{0,12}-?auch|empfehl\w{0,8}|aehnlich\w{0,4}|zubehoer)(?![a-z])"
)


@lru_cache(maxsize=16_384)
def _says_aside(words: str) -> bool:
    return _ASIDE.search(words) is not None


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
