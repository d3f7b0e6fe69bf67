from __future__ import annotations

import pytest

from pitchreel.errors import UnknownName
from pitchreel.script import find_script_style, script_styles
from pitchreel.script.catalogue import beats_of

# Names that other services' clients send.
NAMES = """Don't Worry; Discovery; Data; Top 3 reasons; Soft Selling; Humor & Meme; Feature Explainer;
Soft Storytelling with Twist; Expert Advice; Unboxing & Review; Challenge; Problem/Solution; Comparison;
Creative/Innovative; Emotional Appeal; Immersive Storytelling; Storytime; Light marketing; Discovery_stage;
BenefitsV2; BrandStoryV2; CallToActionV2; DIY; DiscoveryWriter; DontWorryWriter; EmotionalWriter; GenzWriter; HowToV2;
LetMeShowYouWriter; MotivationalWriter; ProblemSolutionV2; ProblemSolutionWriter; ProductHighlightsV2;
ProductLifestyleV2; ResponseBubbleWriter; SpecialOffersV2; StoryTimeWriter; ThreeReasonsWriter; TrendingTopicsV2;
NarrationWriter; GenZWriter; NegativeHook; NumberOneHook; EverWonderHook; SecretHook; WhatHappensHook; AnyoneElseHook;
AmazedHook; 2025Hook; HateMeHook; ThreeReasonsHook"""


@pytest.mark.parametrize("name", [" ".join(name.split()) for name in NAMES.split(";")])
def test_every_known_name_leads_to_a_style(name: str) -> None:
    style = find_script_style(name)
    assert find_script_style(name.upper().replace(" ", "_")) is style


def test_an_unknown_name_lists_the_nearest() -> None:
    with pytest.raises(UnknownName, match="storytime"):
        find_script_style("storytimes")


def test_names_and_aliases_belong_to_one_style_each() -> None:
    seen: dict[str, str] = {}
    for style in script_styles():
        for name in {style.id, style.name, *style.aliases}:
            key = "".join(c for c in name.casefold() if c.isalnum())
            assert seen.setdefault(key, style.id) == style.id, name


def test_structures_truly_differ() -> None:
    plain = [style for style in script_styles() if not style.body]
    assert len(plain) >= 28
    shapes = {tuple((beat.group, beat.role, beat.lines) for _, beat in beats_of(style)) for style in plain}
    assert len(shapes) == len(plain)
    # A style is known by its opening, and by at least two more groups of its own.
    for style in plain:
        for other in plain:
            shared = {beat.group for _, beat in beats_of(style)} & {beat.group for _, beat in beats_of(other)}
            own = {beat.group for _, beat in beats_of(style)} - shared
            assert style is other or len(own) >= 2, (style.id, other.id)


def test_every_style_opens_with_a_hook_and_ends_with_a_call_at_every_length() -> None:
    for style in script_styles():
        beats = [beat for _, beat in beats_of(style)]
        assert beats[0].role == "hook"
        assert beats[-1].role == "call_to_action"
        assert min(beats[0].lines) == min(beats[-1].lines) == 1
        assert sum(1 for beat in beats if beat.role == "hook") == 1
        totals = [sum(beat.lines[column] for beat in beats) for column in range(4)]
        assert totals == sorted(totals)
