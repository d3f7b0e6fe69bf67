import itertools
import tomllib
from pathlib import Path

import pytest

from pitchreel.errors import UnknownName
from pitchreel.presenter import find_presenter, presenters
from pitchreel.presenter.cast import Presenter
from pitchreel.presenter.rig.parts import Parts
from pitchreel.presenter.rig.tones import to_lab


def test_at_least_six_presenters_with_ids_names_and_numbers_of_their_own():
    cast = presenters()
    assert len(cast) >= 6
    for key in ("id", "name", "number"):
        assert len({getattr(item, key) for item in cast}) == len(cast)


def test_ids_and_numbers_stay_what_they_are():
    first = {item.number: item.id for item in presenters()}
    assert [first[n] for n in range(1, 10)] == [
        "maya", "theo", "amira", "clara", "kenji", "walter", "zuri", "rosa", "mateo",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["amira", "Amira", " AMIRA ", "3", 3])
def test_a_presenter_is_found_by_id_name_and_number(name):
    assert find_presenter(name).id == "amira"


def test_an_unknown_presenter_is_answered_with_near_names():
    with pytest.raises(UnknownName, match="maya"):
        find_presenter("maja")


def test_the_cast_is_wide_and_even():
    cast = presenters()
    women = sum(item.gender == "female" for item in cast)
    assert abs(2 * women - len(cast)) <= 1
    assert {"young", "adult", "middle-aged", "senior"} <= {item.age for item in cast}
    skins = sorted(to_lab(item.look.skin)[0] for item in cast)
    assert skins[-1] - skins[0] > 0.35
    assert max(b - a for a, b in itertools.pairwise(skins)) < 0.16
    assert len({item.look.hair.style for item in cast}) == len(cast)


def test_the_example_of_the_guide_is_a_whole_presenter():
    guide = Path(__file__).parents[2] / "docs" / "how-to" / "add-a-presenter.md"
    example = guide.read_text("utf-8").split("```toml")[1].split("```")[0]
    made = Presenter.model_validate(tomllib.loads(example))
    parts = Parts(made.look, None)
    assert not parts.head(0).cullRect().isEmpty()
    assert not parts.torso().cullRect().isEmpty()
    assert made.number not in {item.number for item in presenters()}
