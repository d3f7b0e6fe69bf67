from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pitchreel.script.names import short_name

JOINTS = frozenset({"with", "for", "by", "mit", "für", "aus", "and"})


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Tarn Waxed Canvas Boots", "Tarn Waxed Canvas Boots"),
        ("Cloudy Pear Nectar, 12 × 330 ml", "Cloudy Pear Nectar"),
        ("Two Pears, One Box", "Two Pears, One Box"),
        ("Tischleuchte „Mira“ 30 x 18 cm – Lichtwerk", "Tischleuchte „Mira“"),
        ("Wool Blanket with Fringe for Sofa and Bed in Twelve Colours", "Wool Blanket"),
        ("Kestrel K12 Cordless Drill Driver (2 Batteries) [2026]", "Kestrel K12 Cordless Drill Driver"),
        ("ACME® Travel Mug 450 ml", "ACME Travel Mug"),
        ("Acme - Steel Travel Mug", "Acme Steel Travel Mug"),
        ("Mug", "Mug"),
    ],
)
def test_titles_are_cut_to_what_one_would_say(title: str, name: str) -> None:
    assert short_name(title, joints=JOINTS) == name


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=120))
def test_a_name_is_never_lost_and_never_longer(title: str) -> None:
    short = short_name(title, joints=JOINTS)
    assert bool(short.strip()) == bool(title.replace("®", "").replace("™", "").replace("©", "").strip())
    assert len(short.split()) <= max(5, len(title.split()))
