"""From a link to a Product: fetch the page under the guard, read it in a limited child."""

from __future__ import annotations

import codecs
import re

from pitchreel.child import Child
from pitchreel.config import Settings
from pitchreel.documents import Product
from pitchreel.errors import EmptyShell, NotAProduct, PageError
from pitchreel.product import browser
from pitchreel.product.fetch import Fetcher, Response
from pitchreel.product.sniff import HEAD, sniff

_ACCEPT = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.5"
_BY_HAND = "Save the page in a browser and give it by hand: pitchreel product --html FILE --url URL"


def fetch_product(url: str, *, settings: Settings, fetcher: Fetcher | None = None) -> Product:
    """Read the product that a link shows; its media are named, not yet fetched.

    A link without a scheme is taken as https. A page that scripts draw is read with a browser where the settings allow
    one. Raises FetchError when the page cannot be had and PageError when no
    ad can come of it.
    """
    from pitchreel.product import read_product

    fetcher = fetcher or Fetcher(settings)
    with Child(memory=settings.child_memory, preload=(read_product.__module__,)) as child:
        page = fetcher.get(complete_url(url), limit=settings.page_bytes, seconds=settings.page_seconds, accept=_ACCEPT)

        def read(answer: Response) -> Product:
            return child.run(
                read_product,
                html_of(answer),
                answer.url,
                seconds=settings.child_seconds,
                failure=PageError,
                what=f"The page at {answer.url}",
                hint=_BY_HAND,
            )

        try:
            return read(page)
        except EmptyShell:
            if settings.browser == "off":
                raise
        drawn = browser.draw_page(page.url, settings=settings, fetcher=fetcher)
        try:
            product = read(drawn)
        except EmptyShell:
            raise EmptyShell(f"{drawn.url} is an empty shell, in a browser as well", _BY_HAND) from None
        return product.model_copy(update={"warnings": (*product.warnings, browser.WARNING)})


def complete_url(text: str) -> str:
    """A link as people type it, with its scheme: ``shop.example/mug`` means https."""
    text = text.strip()
    return text if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:(?!\d)", text) else f"https://{text}"


def html_of(page: Response) -> bytes:
    """The page's bytes, with the encoding that the server named written where a page would declare it.

    Raises NotAProduct when it is no page of text at all.
    """
    kind = page.headers.get("content-type", "").lower()
    binary = re.match(r"(image|video|audio|font)/|application/(pdf|zip|octet-stream)", kind)
    if binary or sniff(page.body[:HEAD]) not in ("html", "other", "svg"):
        raise NotAProduct(f"{page.url} is a file and no page", "Give the link of the product's page")
    named = re.search(r"charset\s*=\s*[\"']?([a-z0-9_.:-]{2,24})", kind)
    if not named or page.body.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return page.body
    return f'<meta charset="{named[1]}">'.encode("ascii") + page.body
