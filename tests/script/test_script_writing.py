from __future__ import annotations

import itertools
import re

import pytest
from script_shelf import BOOTS, CALENDAR, DRILL, ESPRESSO, LAMP, SERUM, SHELF, product

from pitchreel.documents import Product, Script
from pitchreel.errors import EmptyScript, LanguageError, UnknownName
from pitchreel.script import check_claims, script_styles, write_script, write_variants
from pitchreel.script.language import find_language
from pitchreel.script.names import short_name
from pitchreel.script.words import longest_sentence, plain, spoken_words
from pitchreel.script.writer import budget_of

STYLES = [style.id for style in script_styles()]
LENGTHS = (15, 30, 45, 60)
BROKEN = re.compile(r"  |\bNone\b|\bnan\b|[{}\[\]|]|\.\.|[,;:][.,;:]|[?!][.,]| [.,;:!?]|^\s|\s$|::|\( | \)")


def scripts_of(item: Product, place: int) -> list[Script]:
    """Every style once for a product, lengths and seeds in turn, so that all pairs are met over the shelf."""
    return [
        write_script(item, style=style, length=LENGTHS[(place + n) % 4], seed=(place * 7 + n) % 11)
        for n, style in enumerate(STYLES)
    ]


@pytest.fixture(scope="module")
def written() -> dict[str, list[Script]]:
    return {name: scripts_of(item, place) for place, (name, item) in enumerate(SHELF.items())}


def test_every_claim_is_proven(written: dict[str, list[Script]]) -> None:
    for name, scripts in written.items():
        for script in scripts:
            assert check_claims(script, SHELF[name]) == (), (name, script.style)


def test_words_stay_in_the_budget_or_a_warning_says_why(written: dict[str, list[Script]]) -> None:
    for name, scripts in written.items():
        for script in scripts:
            low, high = budget_of(script.length, find_language(script.language).grammar.pace)
            words = sum(spoken_words(line.spoken, script.language) for line in script.lines)
            assert words <= high, (name, script.style)
            assert words >= low or script.warnings, (name, script.style)


@pytest.mark.parametrize("item", [BOOTS, DRILL, ESPRESSO, LAMP], ids=["boots", "drill", "espresso", "lamp"])
def test_a_page_with_its_share_of_facts_fills_thirty_seconds(item: Product) -> None:
    full = [not write_script(item, style=style, length=30).warnings for style in STYLES]
    assert sum(full) >= 0.85 * len(full)


def test_the_hook_is_short_and_no_sentence_is_long(written: dict[str, list[Script]]) -> None:
    for script in itertools.chain(*written.values()):
        assert script.lines[0].role == "hook"
        assert spoken_words(script.lines[0].spoken, script.language) <= 9, script.lines[0].spoken
        assert max(longest_sentence(line.spoken, script.language) for line in script.lines) <= 14


def test_every_ad_ends_with_a_call_to_action(written: dict[str, list[Script]]) -> None:
    for script in itertools.chain(*written.values()):
        assert script.lines[-1].role == "call_to_action"
        assert 1 <= len(script.call_to_action.split()) <= 3


def test_no_two_lines_of_an_ad_are_alike(written: dict[str, list[Script]]) -> None:
    for script in itertools.chain(*written.values()):
        lines = [plain(line.shown) for line in script.lines]
        assert len(lines) == len(set(lines)), script.style
        for one, other in itertools.combinations(lines, 2):
            assert alike(one.split(), other.split()) < 0.6, (one, other)


def test_nothing_is_broken(written: dict[str, list[Script]]) -> None:
    for script in itertools.chain(*written.values()):
        for line in script.lines:
            assert not BROKEN.search(line.shown), line.shown
            assert line.shown[-1] in ".?!”“", line.shown
            assert line.shown[0].isupper() or not line.shown[0].isalpha(), line.shown
            if script.language == "en":
                assert not re.search(r"\b[Aa] [aeio]\w|\b[Aa]n [bcdfgjklmnpqrstvwxz]", line.shown), line.shown


def test_large_type_is_short_and_said(written: dict[str, list[Script]]) -> None:
    for script in itertools.chain(*written.values()):
        for line in script.lines:
            assert len(line.headline.split()) <= 6
            assert not re.search(r"[{}|]|[.:,]$", line.headline), line.headline


def test_the_product_is_named_early(written: dict[str, list[Script]]) -> None:
    for name, scripts in written.items():
        short = short_name(SHELF[name].name, joints=frozenset({"for", "aus"})).casefold()
        for script in scripts:
            late = 4 if script.style == "soft-story-twist" else 3  # a riddle holds the name back
            said = " ".join(line.shown for line in script.lines[:late]).casefold()
            assert short in said, (script.style, said)


def shingles(script: Script, item: Product) -> set[tuple[str, ...]]:
    """Runs of three words with names masked."""
    masked = plain(" ".join(line.shown for line in script.lines))
    names = {word for kind in ("name", "brand", "site_name") for word in plain(item.text(kind)).split()}  # type: ignore[arg-type]
    words = ["_" if word in names else word for word in masked.split()]
    return set(zip(words, words[1:], words[2:], strict=False))


def alike(one: list[str], other: list[str]) -> float:
    first, second = set(itertools.pairwise(one)), set(itertools.pairwise(other))
    return len(first & second) / min(len(first), len(second)) if first and second else 0.0


@pytest.mark.parametrize("style", ["discovery", "problem-solution", "storytime", "data", "top-3-reasons", "dont-worry"])
def test_different_products_get_different_ads(style: str) -> None:
    shelf = [BOOTS, DRILL, SERUM, CALENDAR, SHELF["cookbook"]]
    runs = [shingles(write_script(item, style=style, length=30), item) for item in shelf]
    shares = [len(a & b) / len(a | b) for a, b in itertools.combinations(runs, 2)]
    assert max(shares) < 0.2
    assert sum(shares) / len(shares) < 0.1


def test_different_styles_are_different_ads() -> None:
    plain_styles = [style.id for style in script_styles() if not style.body]
    runs = {style: shingles(write_script(BOOTS, style=style, length=30), BOOTS) for style in plain_styles}
    shares = [len(runs[a] & runs[b]) / len(runs[a] | runs[b]) for a, b in itertools.combinations(plain_styles, 2)]
    # They speak of the same five features: what they share is the features' own words.
    assert sum(shares) / len(shares) < 0.35
    assert max(shares) < 0.75


def test_seeds_vary_and_the_same_seed_does_not() -> None:
    texts = {tuple(line.shown for line in write_script(BOOTS, length=30, seed=seed).lines) for seed in range(8)}
    assert len(texts) >= 7
    assert write_script(BOOTS, seed=3) == write_script(BOOTS, seed=3)


def test_variants_come_in_different_styles_first() -> None:
    variants = write_variants(SERUM, n=5, length=15)
    assert len({script.style for script in variants}) == 5
    assert variants == write_variants(SERUM, n=5, length=15)


def test_features_matter_and_lines_say_on_what_they_lean(written: dict[str, list[Script]]) -> None:
    for name, scripts in written.items():
        for script in scripts:
            leaned = {fact for line in script.lines for fact in line.facts}
            features = {fact for fact in leaned if fact.startswith("feature")}
            substance = {
                fact for fact in leaned if fact.split("-")[0] in ("feature", "shipping", "guarantee", "review")
            }
            assert len(features) >= (1 if script.length == 15 else 3), (name, script.style)
            assert script.length == 15 or len(substance) >= 3, (name, script.style)
            assert leaned <= {fact.id for fact in SHELF[name].facts}


def test_a_feature_that_has_pictures_brings_them_along() -> None:
    facts = tuple(
        fact.model_copy(update={"media": (f"picture-{n}",)}) if fact.kind == "feature" else fact
        for n, fact in enumerate(BOOTS.facts)
    )
    shown = BOOTS.model_copy(update={"facts": facts})
    media = {fact.id: fact.media for fact in facts}
    for line in write_script(shown, length=30).lines:
        expected = [item for fact in line.facts if fact.startswith("feature") for item in media[fact]]
        assert list(line.media) == expected


def test_a_price_for_a_month_is_never_said_without_the_month() -> None:
    for style in STYLES:
        for line in write_script(CALENDAR, style=style, length=30).lines:
            if "$6" in line.shown:
                assert "per person a month" in line.shown, line.shown


def test_a_discount_is_named_where_there_is_one() -> None:
    offers = [
        line for style in STYLES for line in write_script(BOOTS, style=style, length=30).lines if line.figure == "-25%"
    ]
    assert len(offers) >= len(STYLES) // 2


def test_a_bad_review_is_not_quoted() -> None:
    item = product("Tarn Boots", "Waxed cotton canvas", rating="4.5", count="90", review="They leak, but nice colour.")
    for seed in range(4):
        text = " ".join(line.shown for line in write_script(item, style="unboxing-review", length=30, seed=seed).lines)
        assert "leak" not in text


def test_a_product_that_cannot_be_had_is_not_sold() -> None:
    gone = product("Tarn Boots", "Waxed cotton canvas", price="89", currency="USD", availability="Out of stock")
    script = write_script(gone, length=15)
    assert any("cannot be had" in warning for warning in script.warnings)
    assert script.call_to_action not in ("Shop now", "Find your size")


def test_few_facts_make_a_short_ad_and_not_padding() -> None:
    bare = product("Tarn Boots")
    script = write_script(bare, length=60)
    assert any("few facts" in warning for warning in script.warnings)
    assert len(script.lines) <= 6
    assert check_claims(script, bare) == ()


def test_facts_in_another_language_are_not_translated() -> None:
    script = write_script(LAMP, length=15, language="en")
    text = " ".join(line.shown for line in script.lines)
    assert script.language == "en"
    assert any("nothing is translated" in warning for warning in script.warnings)
    assert "Mira" in text
    assert "dimmbar" not in text
    assert check_claims(script, LAMP) == ()


def test_wrong_requests_are_named() -> None:
    with pytest.raises(UnknownName):
        write_script(BOOTS, style="no such style")
    with pytest.raises(LanguageError):
        write_script(BOOTS, language="fi")
    with pytest.raises(EmptyScript):
        write_script(Product(facts=()))
