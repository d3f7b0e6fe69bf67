"""The documents round-trip, say what is wrong with a bad one, and keep their motion."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from pitchreel.documents import Product, Timeline
from pitchreel.documents.motion import Keyframe, Motion, ease
from pitchreel.documents.product import Fact, Source
from pitchreel.documents.timeline import Box, GroundLayer, Scene
from pitchreel.errors import DocumentError, OutputError

PRODUCT = Product(
    url="https://shop.example/lamp",
    facts=(
        Fact(id="name", kind="name", text="Lamp", sources=(Source(method="json-ld", quote="Lamp"),)),
        Fact(id="price", kind="price", text="$49.00", number=Decimal("49.00")),
        Fact(id="currency", kind="currency", text="USD"),
        Fact(id="feature-1", kind="feature", text="Dims to one percent"),
    ),
)


def ground(start: int, end: int) -> GroundLayer:
    box = Box(x=0, y=0, width=1080, height=1920)
    return GroundLayer(id="ground", start=start, end=end, box=box, fill={"colours": ("#ffffff", "#dddddd")})


def timeline(*scenes: tuple[int, int]) -> Timeline:
    return Timeline(
        width=1080,
        height=1920,
        frames=90,
        safe=Box(x=65, y=288, width=823, height=960),
        scenes=tuple(Scene(id=f"s{a}", start=a, end=b, layers=(ground(a, b),)) for a, b in scenes),
    )


def test_a_document_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    path = PRODUCT.save(tmp_path / "deep" / "product.json")
    assert Product.load(path) == PRODUCT
    assert [entry.name for entry in path.parent.iterdir()] == ["product.json"]


def test_summary_gives_plain_values() -> None:
    summary = PRODUCT.summary()
    assert summary["price"] == 49.0
    assert summary["rating"] is None
    assert summary["features"] == ["Dims to one percent"]
    json.dumps(summary)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "not JSON"),
        ("[]", "not a Product"),
        ('{"version": 9, "facts": []}', "version 9"),
        ('{"facts": [], "colour": "red"}', "colour"),
        ('{"facts": [{"id": "a", "kind": "slogan", "text": ""}]}', "facts.0.kind"),
        ("[" * 100_000, "not"),
    ],
)
def test_a_bad_document_is_named_with_its_field(text: str, said: str) -> None:
    with pytest.raises(DocumentError, match=said) as caught:
        Product.parse(text, "product.json")
    assert caught.value.hint


def test_an_unwritable_place_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError):
        PRODUCT.save(tmp_path / "file" / "product.json")


def test_scenes_must_follow_one_another() -> None:
    assert timeline((0, 30), (30, 90)).samples == 144_000
    with pytest.raises(ValidationError, match="should start at frame 30"):
        timeline((0, 30), (31, 90))
    with pytest.raises(ValidationError, match="the scenes end at frame 60"):
        timeline((0, 60))


def test_an_unlisted_asset_is_refused() -> None:
    whole = json.loads(timeline((0, 90)).dump())
    whole["mix"] = {"tracks": [{"kind": "music", "asset": "song"}]}
    with pytest.raises(DocumentError, match="song"):
        Timeline.parse(json.dumps(whole))


@given(st.sampled_from(["linear", "in", "out", "in-out", "enter", "leave"]), st.floats(0, 1), st.floats(0, 1))
def test_easing_never_goes_back(name: str, a: float, b: float) -> None:
    low, high = sorted((a, b))
    assert ease(name, low) <= ease(name, high) + 1e-6  # type: ignore[arg-type]
    assert ease(name, 0) == 0  # type: ignore[arg-type]
    assert ease(name, 1) == 1  # type: ignore[arg-type]


def test_a_spring_overshoots_by_six_percent_at_most() -> None:
    peak = max(ease("spring", step / 500) for step in range(501))
    assert 1.01 < peak <= 1.06


def test_motion_holds_outside_its_keyframes() -> None:
    motion = Motion(property="x", keys=(Keyframe(frame=10, value=4), Keyframe(frame=20, value=8)))
    assert (motion.at(0), motion.at(15), motion.at(99)) == (4, 6, 8)
    with pytest.raises(ValidationError, match="growing"):
        Motion(property="x", keys=(Keyframe(frame=10, value=4), Keyframe(frame=10, value=8)))
