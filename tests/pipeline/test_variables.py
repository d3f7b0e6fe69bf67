"""A template filled in by hand becomes a Product and an order; what has no place is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pitchreel.documents import Product
from pitchreel.errors import UnknownName
from pitchreel.pipeline import Brief, Given, product_from_variables
from pitchreel.styles import find_template, templates
from pitchreel.styles.catalogue import read_variables

ORDER = Brief(length=15)


def text(name: str, content: str) -> Given:
    return Given(kind="text", name=name, content=content)


def test_values_go_where_the_template_has_them() -> None:
    filled = product_from_variables(
        "your-host",
        [
            text("hook", "Your mornings, sorted"),
            Given(kind="script", name="script", content="Good morning. This is our new blend."),
            Given(kind="video", name="opening", url="https://media.example/open.mp4"),
            text("product_name", "Dawn Blend"),
            text("feature_1", "Roasted on the day"),
        ],
        ORDER,
    )
    assert filled.warnings == ()
    assert filled.order.template == "your-host"
    assert filled.order.variables == {"hook": "Your mornings, sorted", "opening": "clip-1"}
    assert filled.order.script == "Good morning. This is our new blend."
    assert filled.product.name == "Dawn Blend"
    assert [fact.text for fact in filled.product.features] == ["Roasted on the day"]
    assert filled.product.clips[0].url == "https://media.example/open.mp4"
    assert filled.product.fact("name").sources[0].method == "given"


def test_what_has_no_place_is_named_and_still_used() -> None:
    filled = product_from_variables(
        "daylight",
        [
            text("ribbon", "Only on Sundays"),
            Given(kind="image", name="backdrop_2", path="given/a.jpg"),
            Given(kind="image", name="logo", content="https://media.example/logo.png"),
        ],
        ORDER,
        name="Sunday Bread",
    )
    assert filled.product.name == "Sunday Bread"
    assert [fact.text for fact in filled.product.features] == ["Only on Sundays"]
    assert [item.path for item in filled.product.pictures] == ["given/a.jpg"]
    assert filled.product.logo is not None
    told = " ".join(filled.warnings)
    assert "'ribbon'" in told
    assert "'backdrop_2'" in told
    assert "'logo'" not in told


def test_an_empty_script_asks_for_a_written_one() -> None:
    filled = product_from_variables("your-host", [Given(kind="script", name="script"), text("name", "Mug")], ORDER)
    assert filled.order.script is None
    assert filled.product.name == "Mug"


def test_a_text_that_is_too_long_is_cut_between_words() -> None:
    longest = next(one.longest for one in find_template("your-host").variables if one.name == "hook")
    filled = product_from_variables("your-host", [text("hook", "Everything you wanted " * 9)], ORDER)
    hook = filled.order.variables["hook"]
    assert 10 < len(hook) <= longest
    assert hook.endswith(("Everything", "you", "wanted"))
    assert any("hook" in warning for warning in filled.warnings)


def test_an_unknown_template_is_an_error() -> None:
    with pytest.raises(UnknownName):
        product_from_variables("no-such-template", [], ORDER)


NAMES = ("hook", "hero", "opening", "script", "title", "feature", "logo", "brand")
words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=120)
values = st.lists(
    st.builds(
        Given,
        kind=st.sampled_from(["text", "image", "video", "script"]),
        name=st.one_of(st.sampled_from(NAMES), words),
        content=words,
        path=st.sampled_from([None, "given/a.png"]),
    ),
    max_size=8,
)


@given(values, st.sampled_from([template.id for template in templates()]))
def test_whatever_is_given_makes_a_sound_document(given_: list[Given], template: str) -> None:
    filled = product_from_variables(template, given_, ORDER)
    assert filled.product.name
    ids = [fact.id for fact in filled.product.facts] + [item.id for item in filled.product.media if item.role != "logo"]
    assert len(ids) == len(set(ids))
    assert Product.parse(filled.product.dump()) == filled.product
    read_variables(find_template(template), filled.order.variables)
