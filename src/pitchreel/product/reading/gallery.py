"""The gallery: every picture of this product at its largest, in order, and nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborNode

from pitchreel.product.reading.addresses import is_furniture, largest, looks_like_picture, picture_key, url_width
from pitchreel.product.reading.findings import Findings, Shown
from pitchreel.product.reading.page import Page, attribute, node_text
from pitchreel.product.reading.regions import Regions
from pitchreel.product.reading.state import script_gallery
from pitchreel.product.reading.text import plain, tidy

_WORDLESS = re.compile(
    r"(?:product |produkt)?(?:images?|bild(?:er)?|picture|photo|foto|thumbnail|thumb|screenshot(?: image)?"
    r"|(?:alternate )?view|slide|gallery|main|zoom)?[\s#:_-]{0,3}\d{0,3}(?: of \d{1,3})?|undefined|null",
    re.IGNORECASE,
)
MAX_PICTURES = 40

ENOUGH = 6
"""Pictures in the page's own gallery from which on its scripts are not searched for more."""

AGREED = 0.9
"""What two kinds of place that name the same picture lend it at most."""

UNSAID = 800
"""What a picture counts as whose address does not say how wide it is: more than a thumbnail, less than a zoom."""

_GALLERY = re.compile(
    r"gallery|galerie|carousel|slider|slideshow|swiper|slick|thumb|fotorama|zoom|lightbox|hero"
    r"|product-?-?(?:images?|media|photos?|pictures?|view|slides?)|images?-?(?:container|wrapper|list|view"
    r"|block|stack|set|viewer)"
    r"|media-?(?:list|gallery|viewer|set)|pdp-?(?:images?|media)|main-?image|alt-?images?|bilder|fotos"
    r"|photos|screenshots?"
)


_LIGHTBOX = re.compile(r"lightbox|gallery|fancybox|swipebox|magnific|photoswipe|colorbox|prettyphoto|cloud-?zoom|mfp")
_LIGHTBOX_NAMES = (
    "data-fancybox",
    "data-lightbox",
    "data-gallery",
    "data-pswp-width",
    "data-zoom-id",
    "data-fslightbox",
)


@lru_cache(maxsize=16_384)
def _says_gallery(words: str) -> bool:
    return _GALLERY.search(words) is not None


@dataclass(slots=True)
class Picture:
    """One picture of the page under all its addresses; ``address`` is the largest."""

    key: str
    address: str
    width: int
    description: str
    method: str
    place: str
    weight: float
    order: int


def read_gallery(page: Page, regions: Regions, findings: Findings, name: str) -> list[Shown]:
    """The product's pictures, best first."""
    seeds = _seeds(findings, name)
    if findings.gallery_settled:
        return _finish(seeds, page, findings)
    shown = _shown(page, regions)
    by_key = {picture.key: picture for picture, _ in shown}
    seed_keys = {seed.key for seed in seeds}
    boxes: dict[int, list[Picture]] = {}
    for picture, containers in shown:
        for container in containers:
            boxes.setdefault(container, []).append(picture)
    chosen: list[Picture] = []
    matching = [pictures for pictures in boxes.values() if any(picture.key in seed_keys for picture in pictures)]
    if matching:
        chosen = max(matching, key=lambda pictures: len({picture.key for picture in pictures}))
    elif not seeds:
        chosen = max(boxes.values(), key=len) if boxes else _near_heading(page, regions)
    chosen_keys = {picture.key for picture in chosen}
    known = [picture.address for picture in (*seeds, *chosen)]
    scripted = [
        Picture(picture_key(one.url), one.url, one.width, one.description, one.method, one.place, 0.45, 500 + order)
        for order, one in enumerate(script_gallery(page, known) if known and len(chosen_keys) < ENOUGH else [])
    ]
    merged: dict[str, Picture] = {}
    for seed in seeds:
        _merge(merged, seed)
    for picture in (*scripted, *chosen, *_linked(page, regions)):
        _merge(merged, picture)
    for picture in by_key.values():
        if picture.key in merged or _family(picture, seeds):
            _merge(merged, picture)
    return _finish(list(merged.values()), page, findings)


def _seeds(findings: Findings, name: str) -> list[Picture]:
    """Pictures that structured data, metas and shop routes name, the most trusted first."""
    merged: dict[str, Picture] = {}
    words = set(plain(name).split())
    own = frozenset(words)
    for order, one in enumerate(findings.pictures):
        if one.weight <= 0 or is_furniture(one.url, one.description, own):
            continue
        weight = one.weight
        file = set(plain(unquote(urlsplit(one.url).path.rsplit("/", 1)[-1])).split())
        weight += 0.1 * (len(file & words) >= 2)
        _merge(
            merged,
            Picture(
                picture_key(one.url),
                one.url,
                one.width or url_width(one.url),
                one.description,
                one.method,
                one.place,
                weight,
                order,
            ),
        )
    return sorted(merged.values(), key=lambda picture: (-picture.weight, picture.order))


def _merge(merged: dict[str, Picture], picture: Picture) -> None:
    known = merged.get(picture.key)
    if known is None:
        merged[picture.key] = picture
        return
    if (picture.width or UNSAID) > (known.width or UNSAID):
        known.address, known.width = picture.address, picture.width
    known.description = known.description or picture.description
    agreed = min(AGREED, max(known.weight, picture.weight) + 0.1) if known.method != picture.method else 0
    known.weight = max(known.weight, picture.weight, agreed)


def _shown(page: Page, regions: Regions) -> list[tuple[Picture, list[int]]]:
    """Pictures in the body that can be the product's, each with the gallery-like elements around it."""
    found: list[tuple[Picture, list[int]]] = []
    for order, node in enumerate(page.tagged("img")[:600]):
        attributes = node.attributes
        words = tidy(attributes.get("alt") or attributes.get("title") or "")
        words = "" if len(words) < 30 and _WORDLESS.fullmatch(words) else words
        address, width = largest(page, node)
        if not address or _tiny(node, width) or regions.aside(node):
            continue
        own = page.hint(node)
        containers = (
            [node.parent.mem_id] if node.parent is not None and node.parent.tag == "div" and _says_gallery(own) else []
        )
        parent, steps, near = node.parent, 0, 0
        while parent is not None and steps < 9 and parent.tag not in {"body", "main"}:
            around = page.hint(parent)
            marked = bool(around) and _says_gallery(around)
            # One thumbnail may be marked and not the list of them: the two elements around a marked one count as well.
            if marked or (containers and near > 0):
                containers.append(parent.mem_id)
            near = 2 if marked else near - 1
            parent, steps = parent.parent, steps + 1
        described = words or _caption(node)
        found.append(
            (
                Picture(picture_key(address), address, width, described, "dom", _place(node), 0.4, 1000 + order),
                containers,
            )
        )
    return found


def _linked(page: Page, regions: Regions) -> list[Picture]:
    """Pictures behind links that open them large (a lightbox), whatever shows them small."""
    found: list[Picture] = []
    for order, node in enumerate(page.tagged("a")[:1500]):
        attributes = node.attributes
        href = attributes.get("href")
        if not href or (".jp" not in href and ".png" not in href and ".webp" not in href):
            continue
        said = f"{attributes.get('rel')} {page.hint(node)}"
        if not (_LIGHTBOX.search(said) or any(name in attributes for name in _LIGHTBOX_NAMES)):
            continue
        address = page.absolute(href)
        if (
            not address
            or not looks_like_picture(address)
            or is_furniture(address, "", page.own_words)
            or regions.aside(node)
        ):
            continue
        picture = node.css_first("img")
        words = attribute(picture, "alt") or attribute(node, "title") or attribute(node, "data-caption")
        found.append(
            Picture(
                picture_key(address),
                address,
                max(url_width(address), 1200),
                tidy(words),
                "dom",
                "a[href]",
                0.4,
                900 + order,
            )
        )
    return found


def _tiny(node: LexborNode, width: int) -> bool:
    """Whether the page says that this is an icon: smaller than 50 pixels with nothing larger behind it."""
    if width >= 200:
        return False
    sizes = [value.removesuffix("px") for name in ("width", "height") if (value := attribute(node, name))]
    return any(size.isdigit() and 0 < int(size) < 50 for size in sizes)


def _caption(node: LexborNode) -> str:
    for parent, _ in zip(_parents(node), range(3), strict=False):
        if parent.tag == "figure" and (caption := parent.css_first("figcaption")) is not None:
            return node_text(caption, 300)
    return ""


def _parents(node: LexborNode) -> list[LexborNode]:
    found: list[LexborNode] = []
    parent = node.parent
    while parent is not None and len(found) < 9:
        found.append(parent)
        parent = parent.parent
    return found


def _place(node: LexborNode) -> str:
    names = attribute(node, "class").split()
    return f"img.{names[0][:40]}" if names else "img"


def _near_heading(page: Page, regions: Regions) -> list[Picture]:
    """Pictures in the main part of a page that marks none of them as a gallery."""
    return [picture for picture, _ in _shown(page, regions) if not picture.width or picture.width >= 200][:8]


def _family(picture: Picture, seeds: list[Picture]) -> bool:
    """Whether an address is a sibling of the main picture's: same folder, same name but for a number at its end."""
    for seed in seeds[:1]:
        folder, _, file = seed.key.rpartition("/")
        other_folder, _, other = picture.key.rpartition("/")
        if folder != other_folder or not file:
            continue
        common = 0
        for one, two in zip(file, other, strict=False):
            if one != two:
                break
            common += 1
        digits = sum(character.isdigit() for character in file[:common])
        if (
            common >= 0.6 * max(len(file), len(other))
            and common >= 6
            and digits >= 3
            and abs(len(file) - len(other)) <= 6
        ):
            return True
    return False


def _finish(pictures: list[Picture], page: Page, findings: Findings) -> list[Shown]:
    if not pictures:
        return []
    best = max(pictures, key=lambda picture: (picture.weight, -picture.order))
    rest = [picture for picture in pictures if picture is not best]
    ordered = [best, *rest]
    del page, findings
    return [
        Shown(picture.address, picture.description, picture.method, picture.place, picture.weight, picture.width)
        for picture in ordered[:MAX_PICTURES]
    ]


def read_clips(page: Page, regions: Regions, findings: Findings) -> None:
    """Clips in the body: ``<video>`` and its sources; streams and embedded players are kept as links only."""
    for node in page.tagged("video")[:20]:
        if regions.aside(node):
            continue
        poster = page.absolute(attribute(node, "poster"))
        words = attribute(node, "aria-label") or attribute(node, "title")
        addresses = [attribute(node, "src"), attribute(node, "data-src")]
        addresses += [attribute(source, "src") or attribute(source, "data-src") for source in node.css("source")[:8]]
        for address in addresses:
            if address and (whole := page.absolute(address)):
                findings.play(whole, "dom", "video", 0.6, description=words, poster=poster)
    for node in page.tagged("iframe")[:30]:
        address = page.absolute(attribute(node, "src") or attribute(node, "data-src"))
        if ("youtube" in address or "vimeo" in address) and not regions.aside(node):
            findings.links.append(address)


def sort_clips(findings: Findings) -> list[Shown]:
    """Clips that can be fetched as files (mp4, webm), best first; all else goes to the links."""
    kept: dict[str, Shown] = {}
    for clip in findings.clips:
        path = clip.url.split("?", 1)[0].lower()
        if path.endswith((".mp4", ".webm", ".m4v", ".mov")):
            key = path.rsplit(".", 1)[0]
            if key not in kept or (
                path.endswith(".mp4") and not kept[key].url.split("?", 1)[0].lower().endswith(".mp4")
            ):
                kept[key] = clip
        elif clip.url not in findings.links and not looks_like_picture(clip.url):
            findings.links.append(clip.url)
    return sorted(kept.values(), key=lambda clip: -clip.weight)
