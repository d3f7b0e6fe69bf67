"""Name, brand, description and logo: where they stand in a page and how far each place is to be trusted."""

from __future__ import annotations

import re
from dataclasses import replace

from selectolax.lexbor import LexborNode

from pitchreel.product.reading.findings import Candidate, Findings, Shown
from pitchreel.product.reading.lines import is_service
from pitchreel.product.reading.metadata import without_site
from pitchreel.product.reading.page import Page, ancestors, attribute, node_text
from pitchreel.product.reading.text import plain, sentences, tidy

_GENERIC = re.compile(
    r"^(?:home(?:page)?|welcome.{0,20}|shop|store|products?|product details?|details|untitled|null"
    r"|undefined|error|search|menu|cart|start|startseite|produkt|artikel|index|login|sign in|default|none"
    r"|n/?a)$",
    re.IGNORECASE,
)
_HEAD = re.compile(r"header|masthead|navbar|site-logo|topbar|top-bar|branding")
_DETAILS = re.compile(r"^(?:details about|buy|shop|kaufen|neu:|new:|product:|jetzt)\s+", re.IGNORECASE)
_HEADING = re.compile(
    r"^(?:product |produkt|item )?(?:description|beschreibung|details|overview|informationen|information"
    r"|about (?:this|the) (?:item|product)|descripción|descrizione|omschrijving|beskrivning)\s*:?\s*\n",
    re.IGNORECASE,
)
_BY = re.compile(
    r"^\s*(?:,|\|)?\s*\b(?:by|von|par|von der|di|av|af)\s+([^|–—•·:]{2,50}?)\s*(?:$|[|–—•·:]|\s-\s)", re.IGNORECASE
)
_BUY = re.compile(r"^(?:buy|shop|order|kaufen)\b:?\s+", re.IGNORECASE)
_STORE = re.compile(
    r"^(?:visit the |besuche den |visita la tienda de |visiter la boutique |visita lo store di |bezoek de "
    r"|visite a loja )?(.{1,100}?)[- ](?:store|shop|stores)(?:-?store)?$",
    re.IGNORECASE,
)
_STORE_OF = re.compile(
    r"^(?:visita la tienda de|visiter la boutique|visita lo store di|visite a loja(?: da)?) (.{1,100})$", re.IGNORECASE
)
_CREDIT = re.compile(
    r"^(?:by|von|de|di|par)\s+|\s*\((?:author|autor|auteur|autore|illustrator|editor|narrator|hrsg\."
    r"|format)[^()]{0,60}\).*$|\s+format: .*$",
    re.IGNORECASE,
)
# Chinese and Japanese titles set the shop behind a hyphen without spaces.
_CJK_SITE = re.compile(r"[-_|｜—][^-_|｜—\s]{0,12}[\u3040-\u9fff]{2,8}$")
_BRAND_LABEL = re.compile(
    r"^(?:brand|marke|hersteller|manufacturer|by|von|visit the|besuche den|de|merk|marque|marca|vendor)\s*:?\s+",
    re.IGNORECASE,
)
_BRAND_PLACE = re.compile(
    r"product-?-?(?:brand|vendor|manufacturer)|brand-?-?name|manufacturer-?name|(?:^| )brand(?: |$)|vendor(?: |$)"
)
_SLOGAN = re.compile(
    r"free shipping|everyday prices|low prices|low price|price match|in-store pick-?up|at best price"
    r"|online shop|great (?:selection|deals)|best (?:price|deal)s?|low prices|buy .{0,60} (?:online|at"
    r"|from) |shop .{0,60} (?:online|at|from) |jetzt (?:online )?(?:kaufen|bestellen)|günstig",
    re.IGNORECASE,
)


def read_names(page: Page, findings: Findings) -> None:
    """The headings, as candidates for the name, and elements that are called brand."""
    for number, heading in enumerate(page.headings[:4]):
        text = node_text(heading, 300)
        called = page.hint(heading)
        weight = (
            (0.62 if number == 0 else 0.2)
            + 0.12 * bool(re.search(r"product|title|name", called))
            - 0.3 * ("logo" in called)
        )
        findings.add("name", _DETAILS.sub("", text), "dom", "h1", weight, quote=text)
    called_brand = [node for node in page.marked("brand")[:200] if _BRAND_PLACE.search(page.hint(node))]
    for node in called_brand[:6]:
        text = tidy(_BRAND_LABEL.sub("", node_text(node, 120)))
        if 1 < len(text) <= 50 and "\n" not in text:
            findings.add("brand", text, "dom", page.hint(node)[:60], 0.4)


def weigh_names(page: Page, findings: Findings) -> list[Candidate]:
    """Candidates for the name with generic ones and the shop's own name put back."""
    sites = {plain(one.text) for one in findings.of("site_name")}
    sites |= {plain(label) for label in page.host.split(".")[:-1]}
    candidates: list[Candidate] = []
    given = [replace(one, text=_clean_name(one)) for one in findings.of("name")]
    folded = [(one, plain(one.text)) for one in given]
    for one, flat in folded:
        text = one.text if len(one.text) <= 250 else one.text[:250].rsplit(" ", 1)[0]
        weight = one.weight
        if not flat or _GENERIC.match(one.text):
            weight -= 0.6
        if flat in sites or flat.replace(" ", "") in {site.replace(" ", "") for site in sites}:
            weight -= 0.35
        # Others that hold this one, or are held by it, speak for it in part.
        for other, other_flat in folded:
            if (
                other.method != one.method
                and other_flat != flat
                and flat
                and other_flat
                and (flat in other_flat or (other_flat in flat and len(other_flat) > 0.4 * len(flat)))
            ):
                weight += 0.12
        candidates.append(replace(one, text=text, weight=max(weight, 0.01)))
    return candidates


def clean_brand(text: str) -> str:
    """A brand without the words around it: "Visit the X Store", "by X (Author)"."""
    if match := _STORE_OF.match(text):
        return match[1]
    if (match := _STORE.match(text)) and text.lower().startswith(("visit the ", "besuche den ", "bezoek de ")):
        return match[1].removesuffix("-")
    return _CREDIT.sub("", text)


def _clean_name(one: Candidate) -> str:
    """A name without the words that shops put before or, in titles, behind it."""
    text = _DETAILS.sub("", one.text)
    if one.place == "title" and (match := _CJK_SITE.search(text)) and match.start() > 8:
        text = text[: match.start()]
    return text


def weigh_brands(page: Page, findings: Findings, name: str) -> list[Candidate]:
    """Candidates for the brand: one that the name names gains, one that is the shop's own name loses."""
    flat_name = f" {plain(name)} "
    sites = {plain(one.text).replace(" ", "") for one in findings.of("site_name")} | {page.host.split(".")[0]}
    candidates = []
    given = findings.of("brand")
    for title in (page.meta("og:title"), page.title):
        # "Name by Maker"
        if name and title.startswith(name) and (match := _BY.match(title[len(name) :])):
            given.append(Candidate("brand", tidy(match[1]), "meta", "title", tidy(title), 0.5))
    if not given and not findings.shop and page.at_root and not findings.of("price"):
        # What a site shows at its own front door, without a price, is its own: software, a service, a campaign.
        given = [replace(one, kind="brand", weight=0.4) for one in findings.of("site_name")[:1]]
        sites = set()
    for one in given:
        text = _BRAND_LABEL.sub("", clean_brand(one.text)).strip(" :,-")
        flat = plain(text)
        if not flat or len(text) > 80 or _GENERIC.match(text) or flat == plain(name):
            continue
        weight = one.weight + 0.2 * (f" {flat} " in flat_name) - 0.2 * (flat.replace(" ", "") in sites)
        candidates.append(replace(one, text=text, weight=weight))
    return candidates


def weigh_descriptions(page: Page, findings: Findings, name: str) -> list[Candidate]:
    """Candidates for the description: prose about this thing gains, slogans and repeated names lose."""
    words = {word for word in plain(name).split() if len(word) > 2}
    candidates = []
    for one in findings.of("description"):
        flat = plain(one.text[:3000])
        if len(flat) < 15 or flat == plain(name):
            continue
        weight = one.weight
        weight += 0.15 * (len(flat) >= 120) + 0.1 * (len(flat) >= 300) - 0.2 * (len(flat) < 50)
        if words:
            weight += 0.15 * min(1.0, sum(word in flat for word in words) / min(3, len(words)))
        weight -= 0.25 * bool(_SLOGAN.search(one.text[:300])) + 0.3 * (
            len(flat) < 90 and not _shares_words(one.text, name)
        )
        candidates.append(replace(one, weight=max(weight, 0.01)))
    return candidates


def _shares_words(text: str, name: str) -> bool:
    """Whether a text has a word of the name in it (of four letters or more; of any length where there is none)."""
    flat = plain(text)
    words = plain(name).split()
    telling = [word for word in words if len(word) > 3] or words
    return any(word in flat for word in telling)


def whole_sentences(text: str, name: str) -> str:
    """A description without a heading before it and without the half sentence that a cut left at its end."""
    text = _HEADING.sub("", text, count=1)
    flat = plain(name)
    lines = text.splitlines()
    lines = [line for line in lines if not flat or flat not in plain(line) or len(line) > len(name) + 30] or lines
    text = "\n".join(lines)
    if len(lines) > 2 and len(text) > 200:
        told = [line for line in lines if line.count(" ") > 2 or line.endswith((".", "!", "?"))]
        text = "\n".join(told) if len("\n".join(told)) > 0.6 * len(text) else text
    if text.endswith(("...", "…")) and (whole := [one for one in sentences(text) if not one.endswith(("...", "…"))]):
        return " ".join(whole)
    return text


def _without_order(text: str) -> str:
    match = _BUY.match(text)
    return text[match.end() :] if match else text


def find_lead(text: str, others: list[Candidate], name: str) -> Candidate | None:
    """A short description that says something the long one does not: it belongs before it."""
    flat = plain(text)
    if len(flat) < 200:
        return None
    flat_name = plain(name)
    for one in others:
        said = [
            sentence
            for sentence in sentences(_without_order(one.text))
            if not _SLOGAN.search(sentence) and not sentence.endswith(("...", "…")) and not is_service(sentence)
        ]
        short = " ".join(said)
        if (
            not _shares_words(short, name)
            and sum(word in flat for word in set(plain(short).split()) if len(word) > 5) < 2
        ):
            continue  # a slogan: it speaks of neither the name nor what the description speaks of
        folded = plain(short)
        if (
            40 <= len(short) <= 320
            and folded not in flat
            and folded not in flat_name
            and folded[:60] not in flat
            and len(plain(one.text)) < len(flat)
        ):
            return replace(one, text=short)
    return None


def find_logo(page: Page, findings: Findings) -> Shown | None:
    """The shop's logo: what structured data calls so, else a picture in the page that is called so."""
    for one in findings.pictures:
        if one.description == "logo" and one.weight == 0:
            return Shown(one.url, _logo_words(page, findings), one.method, one.place, 0.5)
    for node in _logo_pictures(page):
        address = page.absolute(attribute(node, "src") or attribute(node, "data-src"))
        if address and not address.lower().split("?")[0].endswith((".svg", ".gif")):
            return Shown(address, attribute(node, "alt") or _logo_words(page, findings), "dom", "img.logo", 0.4)
    return None


def _logo_pictures(page: Page) -> list[LexborNode]:
    """Pictures called logo, or in an element called so, that stand in the head of the page."""
    found: list[LexborNode] = []
    for node in page.marked("logo")[:12]:
        pictures = [node] if node.tag == "img" else node.css("img")[:2]
        if any(parent.tag == "header" or _HEAD.search(page.hint(parent)) for parent in (node, *ancestors(node, 12))):
            found.extend(pictures)
    return found[:4]


def _logo_words(page: Page, findings: Findings) -> str:
    names = findings.of("site_name")
    return f"Logo of {names[0].text if names else page.host}"


__all__ = ["find_logo", "read_names", "weigh_brands", "weigh_descriptions", "weigh_names", "without_site"]
