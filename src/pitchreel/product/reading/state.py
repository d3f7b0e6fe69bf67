"""Galleries that stand in scripts: the list around a picture that is known to be the product's.

Shops keep their galleries in state objects of every shape. What they share is a list in which each item holds one
picture, and one of these is the picture that the page shows first. That list is looked for in the text itself, outwards
from the known picture, so that no script needs to be parsed whole.
"""

from __future__ import annotations

import re

from pitchreel.product.reading.addresses import is_furniture, looks_like_picture, picture_key, url_width
from pitchreel.product.reading.findings import Shown
from pitchreel.product.reading.page import Page

_REACH = 40_000
"""Characters before and after the known picture in which the ends of its list are looked for."""

_OCCURRENCES = 16
_LEVELS = 3
_MANY_ITEMS = 60
_LONG_ITEM = 8000
"""Characters of a list's item from which on it is no picture but a product or a section."""

_ADDRESS = re.compile(
    r"(?:https?:)?//[^\s\"'<>\\{}|]{8,600}|\"(/[^\s\"'<>\\{}|]{6,400}\.(?:jpe?g|png|webp"
    r"|avif)[^\s\"'<>\\{}|]{0,200})\"",
    re.IGNORECASE,
)
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_LISTS = re.compile(r"[\[\]]")
_STRUCTURE = re.compile(r"[\[\]{},]")
_OTHER_PRODUCTS = re.compile(
    r"\b(?:price|currentPrice|salePrice|productId|product_id|ProductId|productUrl|pdpUrl|slug|handle|href"
    r"|sku|skuId|itemId|asin|rating|reviewCount|colorName|colorDescription|inStock"
    r"|availability)\"?\s{0,3}:"
)
_ALT = re.compile(
    r"\"(?:alt|altText|alt_text|caption|title|description)\"\s{0,3}:\s{0,3}\"([^\"\\]{3,200})\"", re.IGNORECASE
)


def script_gallery(page: Page, known: list[str]) -> list[Shown]:
    """The pictures of the longest list, in any script, that holds one of the ``known`` addresses; in its order."""
    best: list[Shown] = []
    keys = {picture_key(address) for address in known[:3]}
    for token, address in {_token(address): address for address in reversed(known[:3])}.items():
        if not token:
            continue
        for script in page.scripts:
            if script.type == "application/ld+json" or token.encode() not in script.data:
                continue
            seen: set[tuple[int, int]] = set()
            for number, text in enumerate(_stretches(script.data, token.encode())):
                at = -1
                for _ in range(_OCCURRENCES):
                    at = text.find(token, at + 1)
                    if at < 0:
                        break
                    found = _list_around(page, text, at, address, keys, seen, number)
                    if len(found) > len(best):
                        best = found
        if len(best) > 1:
            break
    return best


def _stretches(data: bytes, token: bytes) -> list[str]:
    """The parts of a script around a token, as text: of a script of a megabyte only these need to be looked at."""
    spans: list[list[int]] = []
    at = -1
    for _ in range(_OCCURRENCES):
        at = data.find(token, at + 1)
        if at < 0:
            break
        start, end = max(0, at - _REACH), at + 2 * _REACH
        if spans and start <= spans[-1][1]:
            spans[-1][1] = end
        else:
            spans.append([start, end])
    return [plain_addresses(data[start:end].decode("utf-8", "replace")) for start, end in spans]


def plain_addresses(text: str) -> str:
    """A script's text with the escapes that hide addresses undone."""
    if "\\" not in text:
        return text
    return (
        text.replace("\\u002F", "/")
        .replace("\\u002f", "/")
        .replace("\\/", "/")
        .replace("\\u0026", "&")
        .replace('\\"', '"')
    )


def _token(address: str) -> str:
    """The part of an address that only this picture has: the last part of its identity with digits in it."""
    parts = [part for part in re.split(r"[/?]", picture_key(address)) if part]
    source = address
    for part in reversed(parts[-4:]):
        if len(part) >= 6 and any(character.isdigit() for character in part):
            at = source.lower().find(part)
            if at >= 0:
                return source[at : at + len(part)]
    return ""


def _list_around(
    page: Page, text: str, at: int, known: str, keys: set[str], seen: set[tuple[int, int]], stretch: int
) -> list[Shown]:
    """The pictures of the innermost list around a place that holds two pictures or more, one to an item.

    ``seen`` are the beginnings of lists that were looked at before, by stretch; they are not looked at again.
    """
    for start in _openings(text, at):
        if (stretch, start) in seen:
            return []
        seen.add((stretch, start))
        items = _items(text, start)
        if len(items) < 2:
            continue
        if shown := _by_id(items, text, at, known):
            return shown
        shown = []
        holding = 0
        for item in items:
            pictures = _pictures_of(page, item)
            if not pictures:
                continue
            holding += 1
            if len({picture_key(address) for address in pictures}) > 4 or _OTHER_PRODUCTS.search(item):
                return []  # a list of products or variants, each with pictures of its own
            # Kept: the largest address, of the picture that the item names first.
            first = picture_key(pictures[0])
            address = max((one for one in pictures if picture_key(one) == first), key=url_width)
            words = _ALT.search(item)
            shown.append(Shown(address, words[1] if words else "", "state", "script", 0.5, url_width(address)))
        different = {picture_key(one.url) for one in shown}
        if holding >= 0.6 * len(items) and len(different) >= 2:
            return shown if different & keys else []
    return []


def _by_id(items: list[str], text: str, at: int, known: str) -> list[Shown]:
    """The pictures of a list of ids: the known address with each of the others in place of its own.

    Only for ids that no one could guess (UUIDs): nothing else in such an address tells pictures apart.
    """
    match = _UUID.match(text, at)
    if match is None or known.count(match[0]) != 1:
        return []
    shown: list[Shown] = []
    for item in items:
        ids = _UUID.findall(item)
        if len(ids) != 1 or "//" in item or _OTHER_PRODUCTS.search(item):
            return []
        words = _ALT.search(item)
        shown.append(Shown(known.replace(match[0], ids[0]), words[1] if words else "", "state", "script", 0.5))
    return shown


def _openings(text: str, at: int) -> list[int]:
    """Where the lists begin that hold a place, the innermost first."""
    depth = 0
    found: list[int] = []
    brackets = [(match.start(), match[0]) for match in _LISTS.finditer(text, max(0, at - _REACH), at)]
    for position, character in reversed(brackets):
        if character == "]":
            depth += 1
        elif depth:
            depth -= 1
        else:
            found.append(position)
            if len(found) == _LEVELS:
                break
    return found


def _items(text: str, start: int) -> list[str]:
    """The items of the list that begins at a place, as text."""
    items: list[str] = []
    depth, begin = 0, start + 1
    for match in _STRUCTURE.finditer(text, start, min(len(text), start + 2 * _REACH)):
        character = match[0]
        if character in "[{":
            depth += 1
        elif character in "]}":
            depth -= 1
            if depth == 0:
                items.append(text[begin : match.start()])
                return [item for item in items if item.strip()]
        elif depth == 1:
            items.append(text[begin : match.start()])
            begin = match.end()
        if len(items) > _MANY_ITEMS or match.start() - begin > _LONG_ITEM:
            return []
    return []


def _pictures_of(page: Page, item: str) -> list[str]:
    found: list[str] = []
    for match in _ADDRESS.finditer(item):
        address = page.absolute(match[1] or match[0])
        if (
            address
            and not is_furniture(address, "", page.own_words)
            and (looks_like_picture(address) or "image" in address or "photo" in address or "media" in address)
        ):
            found.append(address)
        if len(found) >= 30:
            break
    return found
