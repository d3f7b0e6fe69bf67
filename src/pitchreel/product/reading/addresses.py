"""Addresses of pictures: which picture an address means, at what size, and whether it can be a product's at all."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlsplit

from selectolax.lexbor import LexborNode

from pitchreel.product.reading.page import Page

_FURNITURE_WORDS = (
    "logo logos icon icons favicon sprite sprites badge badges payment payments paypal visa mastercard amex klarna "
    "placeholder placeholders noimage noimg nopic blank spacer pixel transparent dummy share sharer avatar avatars "
    "flag flags star stars rating ratings swatch swatches loader loading spinner arrow arrows chevron captcha qrcode "
    "gravatar emoji banner banners trust trusted trustpilot seal seals siegel guarantee appstore googleplay facebook "
    "twitter instagram youtube pinterest whatsapp tracking beacon missing energylabel cart close search menu hamburger "
    "btn button buttons overlay"
)
_FURNITURE = frozenset(_FURNITURE_WORDS.split())
_FURNITURE_PHRASES = (
    "no-image 1x1 na500x500 share-image app-store google-play qr-code default-image default-product "
    "default-picture default-photo default-thumb coming-soon energy-label /default-j /default-p /default-w "
    "image-missing"
)
_FURNITURE_PARTS = tuple(_FURNITURE_PHRASES.split())
_LETTERS = re.compile(r"[a-z]+")
_SEPARATORS = re.compile(r"[_\s.]+")
_BAD_ENDING = (".svg", ".ico", ".gif", ".js", ".css", ".html", ".php", ".json", ".mp4", ".webm", ".pdf", ".m3u8")
_PICTURE_ENDING = re.compile(r"\.(?:jpe?g|png|webp|avif|jfif|bmp|tiff?)(?:$|[?&/;!@_%])", re.IGNORECASE)

# Parts of an address that only say at what size or in what form the same picture is wanted.
_SIZE_PARTS = re.compile(
    r"\._[A-Za-z0-9_,%|+\- ]{2,80}_(?=\.)"  # Amazon: ._AC_SL1500_.
    # Shopify, WordPress: _600x, -300x300
    r"|[_-](?:\d{2,4}x\d{0,4}|x\d{2,4})(?:_crop_[a-z]{3,8})?(?:@[23]x)?(?=\.[a-z]{3,4}$|\.progressive|$)"
    r"|@[23]x(?=\.)"
    r"|_(?:pico|icon|thumb|small|compact|medium|large|grande|original|master|enlarged|zoom)(?=\.[a-z]{3,4}$)"
    r"|(?<=/)(?:\d{1,4}x\d{1,4}(?:bb|bf|cc|ss|w|h)?(?:-\d{1,3})?(?=\.[a-z]{3,4}$))"  # App Store: /1200x630bf.jpg
    r"|=(?:[swh]\d{1,4}|[a-z0-9]{1,3})(?:-[a-z0-9]{1,6}){0,8}$"  # Google: =w720-h310-rw
    r"|(?<=/)s-l\d{2,4}(?=\.)|(?<=/)\$_\d{1,3}(?=\.)"  # eBay
    r"|(?<=/il)_[0-9A-Za-z]{3,12}x[0-9A-Za-z]{1,6}(?=\.)",  # Etsy: il_570xN.
    re.IGNORECASE,
)
_ENDING = re.compile(r"\.(?:jpe?g|png|webp|avif|jfif|gif)$", re.IGNORECASE)
_ID = re.compile(r"\d{6,}|[0-9a-f]{8}-[0-9a-f-]{20,40}")
_HASH = re.compile(r"[0-9a-f]{16,64}")
_UNIQUE = re.compile(r"\d{4}|(?=\w{0,40}\d\w{0,40}\d)[0-9a-f]{8}")
_SIZE_SUFFIX = re.compile(r"[-_]?\d{2,4}x\d{2,4}(?:bb|bf|sr|cc)?$")
_NOT_LETTERS = re.compile(r"[\W_]+")
_ORDER = re.compile(r"[a-z]{1,3}_[\w.:-]{1,80}")  # Cloudinary: f_auto,w_500
_SIZE_FOLDER = re.compile(
    r"\d{2,4}x\d{0,4}|x\d{2,4}|[wh]\d{2,4}|(?:resize|compr|scale)[-_]?[\w%^-]{1,60}|fit-in|q\d{2}|\d{2,4}-\d{2,4}"
)
_SIZE_FOLDERS = frozenset(
    [
        "tn",
        "thumb",
        "thumbs",
        "thumbnail",
        "thumbnails",
        "small",
        "medium",
        "large",
        "big",
        "zoom",
        "original",
        "originals",
        "preview",
        "xl",
        "normal",
        "detail",
        "mini",
        "full",
        "xlarge",
        "hires",
    ]
)
_SIZE_PREFIX = re.compile(
    r"^(?:(?:s|w|h|tn|th|thumb|small|medium|large|big|zoom|mini|xl)[-_])?(?:\d{2,4}[-_x]){1,3}(?=[a-zA-Z])"
    r"|^(?:tn|thumb|small|medium|large|big|zoom|mini|xl)[-_]"
)
_SIZE_KEYS = frozenset(
    [
        "w",
        "h",
        "width",
        "height",
        "size",
        "sz",
        "wid",
        "hei",
        "fmt",
        "format",
        "fm",
        "q",
        "qlt",
        "quality",
        "fit",
        "crop",
        "auto",
        "v",
        "version",
        "ver",
        "t",
        "ts",
        "dpr",
        "bg",
        "rect",
        "resize",
        "mode",
        "scale",
        "imwidth",
        "imheight",
        "sw",
        "sh",
        "sm",
        "sfrm",
        "wcmmode",
        "op_sharpen",
        "resmode",
        "op_usm",
        "align",
        "extend",
        "strip",
        "canvas",
        "optimize",
        "im",
        "preset",
        "recipename",
        "maxwidth",
        "maxheight",
        "max-w",
        "max-h",
        "_mzcb",
        "pad",
        "rgb",
        "$x",
    ]
)
_WIDTH = re.compile(
    r"[?&;/,_=-](?:(?:w|wid|width|imwidth|maxwidth|sw)=(\d{2,4})|w_?(\d{2,4})(?=[x&,/.^%-]|$)"
    r"|(\d{2,4})(?=x\d{0,4}[/._@]|x\d{2,4}$)|S[LXY](\d{3,4})_|s-l(\d{2,4})\.|il_(?:(\d{3,4})x|(fullxfull)))",
    re.IGNORECASE,
)
_DESCRIPTOR = re.compile(r"(\d{1,5}(?:\.\d{1,3})?)([wx])(?:,|$)")
_SRCSETS = frozenset({"srcset", "data-srcset", "data-lazy-srcset"})
_FULL_SIZE_WORDS = (
    "data-full data-full-image data-full-image-href data-high-res data-hires data-image-large "
    "data-image-large-src data-img-large data-large data-large-image data-large-img-url data-large_image "
    "data-lightbox data-magnify-src data-master data-old-hires data-original data-photoswipe-src "
    "data-src-zoom-image data-zoom data-zoom-image data-zoom-src"
)
_FULL_SIZE = frozenset(_FULL_SIZE_WORDS.split())
_LAZY = frozenset(
    (
        "data-src",
        "data-lazy-src",
        "data-lazy",
        "data-original-src",
        "data-image",
        "data-img",
        "data-flickity-lazyload",
        "src",
    )
)


@lru_cache(maxsize=8192)
def picture_key(address: str) -> str:
    """What stays the same when one picture is offered at other sizes, in other formats and from other hosts.

    A file name that only one picture can have (ten characters or more with four digits among them) stands for itself,
    since sizes often stand in the folders; so does an id as the last folder, with the letters of the file name.
    """
    try:
        parts = urlsplit(address)
        path = unquote(parts.path)
        query = parse_qsl(parts.query, max_num_fields=40)
    except ValueError:
        return address
    path = _ENDING.sub("", _SIZE_PARTS.sub("", path.partition(";")[0]))
    folders = [part for part in path.lower().split("/") if part and not _is_size(part)]
    if not folders:
        return address
    stem = _SIZE_PREFIX.sub("", _SIZE_SUFFIX.sub("", folders[-1])) or folders[-1]
    digits = sum(character.isdigit() for character in stem)
    unique = len(stem) >= 10 and (digits >= 6 or _UNIQUE.search(stem) is not None)
    above = folders[-2] if len(folders) > 1 else ""
    if _ID.fullmatch(above) or (_HASH.fullmatch(above) and not unique):
        key = f"{above}/{_NOT_LETTERS.sub('', stem)}"
    elif unique:
        key = stem
    else:
        key = "/".join((*folders[:-1], stem))
    # A query only belongs to the identity where the path names a script and not a picture.
    asked = sorted(
        (name.lower(), value) for name, value in query if name.lower() not in _SIZE_KEYS and len(value) < 200
    )
    if asked and digits == 0 and not _PICTURE_ENDING.search(parts.path):
        return f"{key}?{asked}"
    return key


def _is_size(part: str) -> bool:
    """Whether a folder of an address only says in what size or form a picture is wanted."""
    if part in _SIZE_FOLDERS or _SIZE_FOLDER.fullmatch(part):
        return True
    orders = part.split(",")
    return all(_ORDER.fullmatch(one) for one in orders) and (
        len(orders) > 1 or part[:2] in {"t_", "w_", "h_", "f_", "q_", "c_"}
    )


@lru_cache(maxsize=8192)
def url_width(address: str) -> int:
    """The width in pixels that an address asks for, 0 if it does not say, 9999 for a full size."""
    matches = list(_WIDTH.finditer(address[-200:]))
    if not matches:
        return 0
    match = matches[-1]
    if match[7]:
        return 9999
    return int(next((group for group in match.groups()[:6] if group), "0"))


@lru_cache(maxsize=8192)
def is_furniture(address: str, words: str = "", own: frozenset[str] = frozenset()) -> bool:
    """Whether an address (or the few words beside it) says logo, badge, placeholder, payment mark and the like.

    ``own`` are the words of the product's name: what it is called after is not held against a picture of it.
    """
    path = unquote(address.split("?", 1)[0]).lower()
    if path.endswith(_BAD_ENDING):
        return True
    tail = _SEPARATORS.sub("-", "/".join(path.rsplit("/", 3)[-2:]))
    said = _FURNITURE.intersection(_LETTERS.findall(tail))
    if words and len(words) < 40:
        said |= _FURNITURE.intersection(_LETTERS.findall(words.lower()))
    if said - own:
        return True
    for part in _FURNITURE_PARTS:  # noqa: SIM110 - called for every picture of a page, and the loop is twice as fast
        if part in tail:
            return True
    return False


def largest(page: Page, node: LexborNode) -> tuple[str, int]:
    """The largest picture that an ``<img>`` and what is wrapped around it offer: address and width (0 unknown)."""
    offers: list[tuple[int, int, str]] = []
    attributes = node.attributes

    def offer(address: str, width: int, rank: int) -> None:
        if not address.startswith(("data:", "{", "[")):
            offers.append((width or url_width(address), rank, address))

    for name in attributes:
        value = attributes[name]
        if not value:
            continue
        if name in _FULL_SIZE:
            offer(value, max(url_width(value), 2000), 3)
        elif name in _SRCSETS:
            for address, width in read_srcset(value):
                offer(address, width, 2)
        elif name in _LAZY:
            offer(value, 0, 0)
    parent = node.parent
    if parent is not None and parent.tag == "picture":
        for source in parent.css("source")[:12]:
            for name in _SRCSETS:
                if value := source.attributes.get(name):
                    for address, width in read_srcset(value):
                        offer(address, width, 1)
        parent = parent.parent
    if parent is not None and parent.tag == "a":
        for name in ("href", "data-image", "data-zoom-image", "data-large"):
            value = parent.attributes.get(name)
            if value and _PICTURE_ENDING.search(value):
                offer(value, max(url_width(value), 1500), 3)
    for width, _, address in sorted(offers, key=lambda one: (-one[0], -one[1])):
        if (whole := page.absolute(address)) and not is_furniture(whole, "", page.own_words):
            return whole, width
    return "", 0


def read_srcset(value: str) -> list[tuple[str, int]]:
    """Addresses of a srcset with their widths; a density counts as that many times 400 pixels."""
    found: list[tuple[str, int]] = []
    address = ""
    for token in value[:20_000].split()[:200]:
        descriptor = _DESCRIPTOR.match(token) if address else None
        if descriptor is not None:
            found.append((address, round(float(descriptor[1]) * (1 if descriptor[2] == "w" else 400))))
            address = token[descriptor.end() :].strip(",")  # "1x,next.jpg": no space after the comma
        else:
            if address:
                found.append((address, 0))
            address = token.rstrip(",")
            if token.endswith(","):
                found.append((address, 0))
                address = ""
        if len(found) >= 40:
            return found
    if address:
        found.append((address, 0))
    return found


def looks_like_picture(address: str) -> bool:
    """Whether an address names a picture by its ending."""
    return _PICTURE_ENDING.search(address.split("#", 1)[0]) is not None
