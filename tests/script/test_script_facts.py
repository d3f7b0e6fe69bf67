from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from script_shelf import ESPRESSO, SERUM, product

from pitchreel.documents.product import Fact
from pitchreel.script.facts import pieces_of, themes_of, tidy, understand
from pitchreel.script.language import find_language

EN, DE = find_language("en"), find_language("de")


def wordings(text: str, language: str = "en") -> dict[str, str]:
    fact = Fact(id="feature-1", kind="feature", text=text)
    return {piece.text: piece.shape for piece in pieces_of(fact, 0, find_language(language))}


@pytest.mark.parametrize(
    ("text", "language", "shape"),
    [
        ("Waxed cotton canvas keeps the rain out", "en", "clause"),
        ("Resoleable rubber sole", "en", "noun"),
        ("Pick your delivery day", "en", "imperative"),
        ("Weighs 1.1 kg with the battery in", "en", "predicate"),
        ("Fragrance-free and vegan", "en", "adjective"),
        ("Made in small batches in Cork", "en", "adjective"),
        ("No sugar", "en", "absence"),
        ("Weight: 210 g", "en", "label"),
        ("Case and 24 bits included", "en", "phrase"),
        ("Hergestellt in Portugal", "de", "adjective"),
        ("Lädt über USB-C in 4 Stunden", "de", "predicate"),
        ("Handbedruckter Leinenbezug mit Reißverschluss", "de", "noun"),
        ("Ohne Zucker", "de", "absence"),
        ("Das Leinen bleibt weich", "de", "clause"),
    ],
)
def test_wordings_are_told_apart_by_how_they_are_built(text: str, language: str, shape: str) -> None:
    assert wordings(text, language)[text] == shape


def test_a_long_wording_falls_into_parts_that_stand_alone() -> None:
    found = wordings("Side zip at the ankle: pull on, no laces")
    assert "Side zip at the ankle" in found
    assert "Pull on, no laces" in found
    assert "Nothing added: no sugar" not in wordings("Nothing added: no sugar, no water, no concentrate")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Batteries not included", "en"),
        ("Click here to read more", "en"),
        ("I wore mine for a year", "en"),
        ("Füllung nicht enthalten", "de"),
        ("Achtung: nur Handwäsche", "de"),
        ("see https://shop.example", "en"),
        ("but all of them will be gone", "en"),
    ],
)
def test_what_is_no_reason_to_buy_is_left_out(text: str, language: str) -> None:
    assert wordings(text, language) == {}


def test_shouting_bullets_and_emoji_are_tidied() -> None:
    assert tidy("• ✅ SOFT & WARM: brushed fleece  inside") == "Soft & warm: brushed fleece inside"
    assert tidy("【Quiet motor】Runs at 40 dB") == "Quiet motor: Runs at 40 dB"


def test_figures_are_found_with_their_unit() -> None:
    def figure(text: str) -> str:
        return pieces_of(Fact(id="feature-1", kind="feature", text=text), 0, EN)[0].figure

    assert figure("Only 390 g per boot") == "390 g"
    assert figure("Batteries full in 40 minutes") == "40 minutes"
    assert figure("Fits 140 x 70 cm tops") == "140 x 70 cm"
    assert figure("Model K12 in blue") == ""


def test_a_theme_that_is_denied_is_none() -> None:
    assert "wash" in themes_of("Machine-washable upper", EN)
    assert "wash" not in themes_of("The upper is not washable", EN)


def test_the_description_adds_only_what_the_features_do_not_say() -> None:
    said = product("Tarn Boots", "Waxed cotton canvas", description="Made with waxed cotton canvas. Two heel heights.")
    texts = [piece.text for piece in understand(said, EN) if piece.fact == "description"]
    assert texts == ["Two heel heights"]


def test_facts_keep_the_order_of_the_page() -> None:
    for shelf, language in ((SERUM, EN), (ESPRESSO, DE)):
        orders = [piece.order for piece in understand(shelf, language)]
        assert orders == sorted(orders)


@given(st.text(max_size=200), st.sampled_from(["en", "de"]))
def test_any_text_is_read_without_an_error(text: str, language: str) -> None:
    for piece in pieces_of(Fact(id="feature-1", kind="feature", text=text), 0, find_language(language)):
        assert piece.text.strip() == piece.text != ""
        assert piece.words <= 12
