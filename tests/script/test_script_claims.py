from __future__ import annotations

import pytest
from script_shelf import BOOTS, CALENDAR, ESPRESSO, LAMP, SERUM

from pitchreel.documents import Product, Script
from pitchreel.documents.script import Line
from pitchreel.script import check_claims, own_script, write_script


def problems(text: str, facts: str, product: Product = BOOTS, **fields: str) -> tuple[str, ...]:
    line = Line(role="benefit", shown=text, spoken=text, facts=tuple(facts.split()), **fields)
    return check_claims(
        Script(title="t", style="discovery", language=product.language, length=15, lines=(line,)), product
    )


@pytest.mark.parametrize(
    ("text", "facts", "product"),
    [
        ("Only 390 g per boot.", "feature-4", BOOTS),
        ("Was $119. Now $89.", "price list_price currency", BOOTS),
        ("25% off: you save $30.", "price list_price", BOOTS),
        ("Rated 4.6 out of 5, from 2,140 reviews.", "rating review_count", BOOTS),
        ("A buyer writes: “Dry socks every day.”", "review-1", BOOTS),
        ("Free returns for 45 days.", "shipping-2", BOOTS),
        ("Fragrance-free and vegan.", "feature-2", SERUM),
        ("Two drops are enough.", "description", SERUM),
        ("3 Jahre Garantie.", "guarantee", LAMP),
        ("Statt 119 € jetzt 89 €. 25 % weniger.", "price list_price", LAMP),
        ("4,8 von 5 Sternen bei 1.530 Bewertungen.", "rating review_count", ESPRESSO),
        ("No one thing more.", "name", BOOTS),
    ],
)
def test_what_the_facts_say_is_proven(text: str, facts: str, product: Product) -> None:
    assert problems(text, facts, product) == ()


@pytest.mark.parametrize(
    ("text", "facts", "product"),
    [
        ("Only 380 g per boot.", "feature-4", BOOTS),
        ("Only 390 g per boot.", "feature-1", BOOTS),  # true, but of a fact that the line does not name
        ("Now $79.", "price list_price", BOOTS),
        ("Now €89.", "price list_price currency", BOOTS),
        ("30% off.", "price list_price", BOOTS),
        ("25% off.", "price", BOOTS),
        ("Rated 4.9 out of 5.", "rating", BOOTS),
        ("Rated four out of ten.", "name", BOOTS),
        ("Thousands of happy feet.", "name", BOOTS),
        ("A buyer writes: “Dry feet every day.”", "review-1", BOOTS),
        ("The best boots there are.", "name", BOOTS),
        ("Lighter than any other boot.", "feature-4", BOOTS),
        ("Award-winning canvas.", "feature-1", BOOTS),
        ("With a lifetime guarantee.", "name", BOOTS),
        ("Free shipping.", "name", BOOTS),
        ("Only a few left.", "name", BOOTS),
        ("Offer ends tonight.", "price", BOOTS),
        ("I have worn them for a year.", "name", BOOTS),
        ("My new favourite boots.", "name", BOOTS),
        ("Clinically proven.", "name", SERUM),
        ("Organic squalane from olives.", "feature-1", SERUM),
        ("Der beste Espresso.", "name", ESPRESSO),
        ("Ich habe ihn getestet.", "name", ESPRESSO),
        ("Kostenloser Versand.", "name", LAMP),
        ("Zwölf Stunden Licht.", "feature-2", LAMP),
        ("Nur noch heute.", "name", LAMP),
        ("Testsieger.", "name", LAMP),
        ("Leans on nothing.", "feature-99", BOOTS),
    ],
)
def test_what_the_facts_do_not_say_is_found(text: str, facts: str, product: Product) -> None:
    assert problems(text, facts, product)


def test_large_type_and_figures_are_proven_as_well() -> None:
    assert problems("Light boots.", "feature-4", figure="390 g", headline="Only 390 g") == ()
    assert problems("Light boots.", "feature-4", figure="290 g")
    assert problems("Light boots.", "feature-4", headline="Number one")


def test_a_count_of_the_ads_own_points_needs_no_fact() -> None:
    script = write_script(BOOTS, style="top-3-reasons", length=30)
    assert sum(line.step > 0 for line in script.lines) == 3
    assert check_claims(script, BOOTS) == ()
    more = script.lines[0].model_copy(update={"shown": "Seven reasons.", "spoken": "Seven reasons."})
    assert check_claims(script.model_copy(update={"lines": (more, *script.lines[1:])}), BOOTS)


@pytest.mark.parametrize("style", ["discovery", "data", "storytime", "humor-meme", "special-offers"])
@pytest.mark.parametrize("product", [BOOTS, CALENDAR, LAMP], ids=["boots", "calendar", "lamp"])
def test_a_number_changed_by_hand_is_found_in_any_script(style: str, product: Product) -> None:
    script = write_script(product, style=style, length=60)
    for place, line in enumerate(script.lines):
        if not any(c.isdigit() for c in line.shown):
            continue
        wrong = "".join("7" if c.isdigit() else c for c in line.shown) + " 7777 of them."
        lines = list(script.lines)
        lines[place] = line.model_copy(update={"shown": wrong, "spoken": wrong})
        assert check_claims(script.model_copy(update={"lines": tuple(lines)}), product)


def test_a_text_of_ones_own_is_written_but_warned_about() -> None:
    script = own_script("The best boots in the world. Now only $49. I have tested them.", BOOTS)
    assert len(script.lines) == 3
    assert len(script.warnings) >= 3
    assert own_script("Waxed cotton canvas keeps the rain out. Now $89.", BOOTS).warnings == ()
