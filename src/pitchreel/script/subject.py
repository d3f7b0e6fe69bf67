"""The product as a copywriter sees it: what to call it, what kind of thing it is, what it costs, who vouches for it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from pitchreel.documents import Product
from pitchreel.script.facts import Piece, lower, pieces_of, tidy, understand
from pitchreel.script.language import Language
from pitchreel.script.money import format_number, read_offer
from pitchreel.script.names import short_name
from pitchreel.script.words import plain, split_sentences, spoken_words

_FEWEST_REVIEWS = 3
_GOOD_RATING = 4
_GONE = re.compile(r"out.?of.?stock|sold.?out|discontinued|ausverkauft|nicht (?:verfügbar|lieferbar)", re.IGNORECASE)


@dataclass(frozen=True)
class Slot:
    """What may stand in a place of a pattern, and the facts that it leans on."""

    text: str
    facts: tuple[str, ...] = ()


_Put = Callable[..., None]


@dataclass(frozen=True)
class Subject:
    """Everything that patterns may say about one product in one language."""

    language: Language
    name: str
    word_class: str
    """One of the language's classes, or empty when it is not known."""
    goods: str
    """Id of the kind of goods, ``general`` where none fits."""
    pieces: tuple[Piece, ...]
    slots: dict[str, Slot]
    names: frozenset[str]
    """Words that keep their capital letter."""
    gone: bool = False
    """The page says that it cannot be had."""


def _noun_class(word: str, language: Language) -> str:
    for name, rule in language.grammar.class_rules.items():
        if re.search(rule, word):
            return name
    return ""


def _goods_of(product: Product, name: str, language: Language) -> tuple[str, str, str]:
    """Kind of goods, head noun as the name has it, and its class."""
    words = [word.strip("„“\"'.,") for word in name.split()]
    for place in (-1, *range(len(words) - 1)):
        if not words:
            break
        word = words[place]
        for goods, entry in language.goods.items():
            for listed in entry.nouns:
                noun, _, noun_class = listed.partition(":")
                if language.is_noun(word, noun):
                    head = word if place == -1 or noun_class else ""
                    return goods, head, noun_class or _noun_class(word, language)
    signs = " ".join((product.name, *(fact.text for fact in product.all_of("category"))))
    for text in (signs, product.text("description"), " ".join(fact.text for fact in product.features)):
        for goods, entry in language.goods.items():
            if entry.regex and entry.regex.search(text):
                return goods, "", ""
    return "general", "", ""


def read_subject(product: Product, language: Language) -> Subject:
    """Understand a product; facts in another language than the script's are left aside but for its name and numbers."""
    native = product.language.split("-")[0].casefold() == language.code
    name = short_name(product.name, joints=language.joints)
    goods, noun, noun_class = _goods_of(product, name, language)
    if not noun_class and language.grammar.class_rules and name:
        noun_class = _noun_class(name.split()[-1], language)
    slots: dict[str, Slot] = {}

    def put(slot: str, text: str, *kinds: str) -> None:
        ids = tuple(fact.id for kind in kinds for fact in product.facts if fact.kind == kind)
        if text:
            slots[slot] = Slot(text, tuple(dict.fromkeys(ids[: len(kinds)])))

    put("name", name, "name")
    article = language.grammar.article
    takes_article = article and noun and not re.match(language.grammar.determined, name)
    put("the_name", f"{article} {name}" if takes_article else name, "name")
    put("noun", lower(noun, language) if native else "", "name")
    brand, shop = product.text("brand"), product.text("site_name")
    if brand and plain(brand) not in plain(name) and len(brand.split()) <= 3:
        put("brand", brand, "brand")
    if shop and plain(shop) not in plain(name) and len(shop.split()) <= 3 and "." not in shop:
        put("shop", shop, "site_name")
    elif "brand" in slots:
        put("shop", brand, "brand")
    _put_offer(product, language, put)
    _put_proof(product, language, put, native=native)
    assurances = (*product.all_of("shipping"), *product.all_of("guarantee"))
    extras = [piece for fact in assurances for piece in pieces_of(fact, 0, language) if piece.words >= 2]
    return Subject(
        language=language,
        name=name,
        word_class=noun_class,
        goods=goods,
        pieces=(*understand(product, language), *extras) if native else (),
        slots=slots,
        names=frozenset(f"{product.name} {brand} {shop}".split()),
        gone=bool(_GONE.search(product.text("availability"))),
    )


def _put_offer(product: Product, language: Language, put: _Put) -> None:
    offer = read_offer(product, language.code)
    if offer.ranged:
        put("from_price", offer.price, "price", "currency")
    else:
        put("price", offer.price, "price", "currency")
    put("list_price", offer.list_price, "list_price", "currency")
    put("saving", offer.saving, "price", "list_price", "currency")
    put("percent", offer.percent, "price", "list_price")


def _put_proof(product: Product, language: Language, put: _Put, *, native: bool) -> None:
    rating, count = product.number("rating"), product.number("review_count")
    if rating is not None and _GOOD_RATING <= rating <= 5 and (count is None or count >= _FEWEST_REVIEWS):
        put("rating", format_number(rating, language.code), "rating")
        if count is not None:
            put("count", format_number(count, language.code), "review_count")
    if native:
        for fact in product.all_of("review"):
            if quote := _quotable(fact.text, fact.number, language):
                put("review", quote, "review")
                break


def _quotable(text: str, stars: Decimal | None, language: Language) -> str:
    """One or two short sentences of a pleased buyer, word for word; empty when there are none."""
    if stars is not None and stars < _GOOD_RATING:
        return ""
    text = tidy(text).strip("\"'“”„» ")
    quote = ""
    for sentence in split_sentences(text)[:2]:
        if re.search(language.grammar.displeased, sentence, re.IGNORECASE):
            break
        longer = f"{quote} {sentence}".strip()
        if spoken_words(sentence, language.code) > 12 or spoken_words(longer, language.code) > 16:
            break
        quote = longer
    return quote
