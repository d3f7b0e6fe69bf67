"""The examples in the documentation are whole, and the data files hold together."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from staging import make_product, make_script, narrate

from pitchreel.music import find_music
from pitchreel.styles import catalogue, placements, stage, styles, templates
from pitchreel.styles.catalogue import Style, Template, look_of
from pitchreel.styles.dressing import DRESSINGS
from pitchreel.styles.plot import caption_looks
from pitchreel.styles.settings import SETTINGS

DOCS = Path(__file__).parents[2] / "docs" / "how-to"


def example(page: str) -> dict[str, object]:
    block = re.search(r"```toml\n(.*?)```", (DOCS / page).read_text(encoding="utf-8"), re.DOTALL)
    assert block
    return tomllib.loads(block[1])


def test_the_style_of_the_guide_stages_a_film(monkeypatch: pytest.MonkeyPatch) -> None:
    style = Style.model_validate({"id": "margin", **example("add-a-style.md")})
    monkeypatch.setattr(catalogue, "styles", lambda: (*styles(), style))
    script = make_script()
    timeline = stage(make_product(), script, narrate(script), style="MarginTemplate", ratio="16:9")
    assert timeline.style == "Margin"


def test_the_template_of_the_guide_stages_a_film(monkeypatch: pytest.MonkeyPatch) -> None:
    template = Template.model_validate({"id": "opening-night", **example("add-a-template.md")})
    monkeypatch.setattr(catalogue, "templates", lambda: (*templates(), template))
    script = make_script()
    timeline = stage(make_product(), script, narrate(script), template="opening-night", variables={"kicker": "Tonight"})
    assert timeline.template == "opening-night"


@pytest.mark.parametrize("style", styles(), ids=lambda style: style.id)
def test_a_style_names_only_what_there_is(style: Style) -> None:
    assert style.setting in SETTINGS
    assert set(style.layouts) == {"9:16", "16:9", "1:1"}
    patterns = [None, *(template for template in templates() if template.style == style.id)]
    for pattern in patterns:
        look = look_of(style, pattern)
        assert look.captions in caption_looks()
        assert look.dressing in DRESSINGS
        assert find_music(look.mood)


@pytest.mark.parametrize("placement", placements())
def test_every_placement_stages(placement: str) -> None:
    script = make_script()
    timeline = stage(make_product(), script, narrate(script), placement=placement)
    assert timeline.safe.x >= 60
    assert timeline.safe.y + timeline.safe.height <= 1920 - 90
