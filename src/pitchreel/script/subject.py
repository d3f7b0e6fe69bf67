"""The product as a copywriter sees it: what to call it, what kind of thing it is, what it costs, who vouches for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from pitchreel.documents import Product
from pitchreel.documents.product import FactKind
from pitchreel.script.facts import Piece, lower, pieces_of, tidy, understand
from pitchreel.script.language import Language
from pitchreel.script.money import format_number, read_offer, show_rating
from pitchreel.script.names import short_name
from pitchreel.script.words import plain, split_sentences, spoken_words

_FEWEST_REVIEWS = 3
_GOOD_RATING = 4
_OPENING = 300
"""Characters at the start of a description that say what a thing is; further down it may compare and list."""
_GONE = re.compile(r"out.?of.?stock|sold.?out|discontinued|ausverkauft|nicht (?:verfügbar|lieferbar)", re.IGNORECASE)


@dataclass(frozen=True)
class Slot:
    """What may stand in a place of a pattern, and the facts that it leans on."""

    text: str
    facts: tuple[str, ...] = ()


class _Slots:
    """Fills slots, each with the ids of the first facts of some kinds."""

    def __init__(self, product: Product) -> None:
        self._product = product
        self.held: dict[str, Slot] = {}

    def put(self, slot: str, text: str, *kinds: FactKind) -> None:
        facts = (self._product.fact(kind) for kind in kinds)
        self.put_from(slot, text, *(fact.id for fact in facts if fact is not None))

    def put_from(self, slot: str, text: str, *facts: str) -> None:
        if text:
            self.held[slot] = Slot(text, tuple(dict.fromkeys(facts)))


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


def _named_goods(text: str, language: Language) -> tuple[str, str, str]:
    """Kind of goods, head noun and its class by the nouns of a name, the last word first."""
    words = [word.strip("„“\"'.,:;()") for word in text.split()]
    for place in (-1, *range(len(words) - 1)) if words else ():
        for goods, entry in language.goods.items():
            for listed in entry.nouns:
                noun, _, noun_class = listed.partition(":")
                if language.is_noun(words[place], noun):
                    head = words[place] if place == -1 or noun_class else ""
                    return goods, head, noun_class or _noun_class(words[place], language)
    return "", "", ""


def _goods_of(product: Product, name: str, language: Language) -> tuple[str, str, str]:
    """Kind of goods, head noun as the name has it, and its class; the noun is empty when it is not known."""
    goods, noun, noun_class = _named_goods(name, language)
    if goods:
        return goods, noun, noun_class
    for text in (*(fact.text for fact in product.all_of("category")), product.name):
        if goods := _named_goods(text, language)[0]:
            return goods, "", ""
    for text in (product.name, product.text("category"), product.text("description")[:_OPENING]):
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
    slots = _Slots(product)
    put = slots.put
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
    elif "brand" in slots.held:
        put("shop", brand, "brand")
    _put_offer(product, language, slots)
    _put_proof(product, language, slots, native=native)
    assurances = (*product.all_of("shipping"), *product.all_of("guarantee"))
    extras = [piece for fact in assurances for piece in pieces_of(fact, 0, language) if piece.words >= 2]
    return Subject(
        language=language,
        name=name,
        word_class=noun_class,
        goods=goods,
        pieces=(*understand(product, language), *extras) if native else (),
        slots=slots.held,
        names=frozenset(f"{product.name} {brand} {shop}".split()),
        gone=bool(_GONE.search(product.text("availability"))),
    )


def _put_offer(product: Product, language: Language, slots: _Slots) -> None:
    offer = read_offer(product, language.code)
    unit, source, begins = _price_unit(product, language)
    if unit:
        # A price for a month or a person is said with what it is for, or it says too little.
        slot = "from_price" if begins or offer.ranged else "price"
        slots.put_from(slot, f"{offer.price} {unit}", "price", "currency", source)
        return
    slots.put("from_price" if offer.ranged else "price", offer.price, "price", "currency")
    slots.put("list_price", offer.list_price, "list_price", "currency")
    slots.put("saving", offer.saving, "price", "list_price", "currency")
    slots.put("percent", offer.percent, "price", "list_price")


def _price_unit(product: Product, language: Language) -> tuple[str, str, bool]:
    """What the price is for ("per person a month"), the fact that says so, and whether it is where prices begin."""
    price = product.number("price")
    if price is None:
        return "", "", False
    whole, _, cents = f"{price.normalize():f}".partition(".")
    number = rf"{whole}(?:[.,]{cents}0?)" if cents else rf"{whole}(?:[.,]00)?"
    begins, unit = language.grammar.begins, language.grammar.unit
    amount = rf"[$€£]?\s?(?<![\d.,]){number}\s?[$€£]?"
    pattern = rf"(?i)(?P<begins>{begins}\s+)?{amount}\s?(?P<unit>{unit})"
    for fact in product.facts:
        if fact.kind in ("price", "description", "feature") and (match := re.search(pattern, fact.text)):
            return match["unit"].strip(), fact.id, bool(match["begins"])
    return "", "", False


def _put_proof(product: Product, language: Language, slots: _Slots, *, native: bool) -> None:
    rating, count = product.number("rating"), product.number("review_count")
    if rating is not None and _GOOD_RATING <= rating <= 5 and (count is None or count >= _FEWEST_REVIEWS):
        slots.put("rating", format_number(show_rating(rating), language.code), "rating")
        if count is not None:
            slots.put("count", format_number(count, language.code), "review_count")
    if native:
        pleased = rating is not None and rating >= _GOOD_RATING
        for fact in product.all_of("review"):
            # A review without stars of its own is quoted only where buyers on the whole are pleased, or where the
            # seller chose it.
            chosen = any(source.method == "given" for source in fact.sources)
            stars = fact.number if fact.number is not None else Decimal(5 if pleased or chosen else 0)
            if quote := _quotable(fact.text, stars, language):
                slots.put_from("review", quote, fact.id)
                break


def _quotable(text: str, stars: Decimal, language: Language) -> str:
    """One or two short sentences of a pleased buyer, word for word; empty when there are none."""
    if stars < _GOOD_RATING:
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
