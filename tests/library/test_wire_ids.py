"""Ids that callers keep are the same in every release: ``ids.json`` may grow, and nothing in it may change."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pitchreel.library import creatify, jogg
from pitchreel.library.cast import cast
from pitchreel.library.creatify.lists import id_for
from pitchreel.library.speakers import wire_ids
from pitchreel.voice import voices
from pitchreel.voice.catalogue import NEURAL

SNAPSHOT: dict[str, dict[str, str]] = json.loads(Path(__file__).with_name("ids.json").read_text(encoding="utf-8"))


def ids_of_today() -> dict[str, dict[str, str]]:
    further = {str(number): person.id for person, entry in cast() for number in entry.also}
    return {
        "jogg avatars": {str(avatar.id): avatar.presenter for avatar in jogg.avatars()} | further,
        "jogg voices": {wire: ours for ours, wire in wire_ids().items()},
        "jogg musics": {str(music.id): music.ours for music in jogg.musics()} | jogg.CONTRACT.more["musics"],
        "jogg visual styles": {str(style.id): style.name for style in jogg.visual_styles()},
        "jogg templates": {str(template.id): template.ours for template in jogg.templates()},
        "creatify personas": {persona.id: persona.ours for persona in creatify.personas()},
        "creatify accents": {id_for("voice", voice.id): voice.id for voice in voices()},
        "creatify musics": {music.id: music.ours for music in creatify.musics()},
    }


@pytest.mark.parametrize("kind", SNAPSHOT)
def test_an_id_never_changes(kind: str) -> None:
    today = ids_of_today()[kind]
    assert {id: today.get(id) for id in SNAPSHOT[kind]} == SNAPSHOT[kind]


@pytest.mark.parametrize("kind", SNAPSHOT)
def test_a_new_id_is_written_down(kind: str) -> None:
    new = {id: ours for id, ours in ids_of_today()[kind].items() if id not in SNAPSHOT[kind]}
    assert not new, f"add these to {kind!r} in tests/library/ids.json"


def test_every_id_stands_for_one_thing() -> None:
    further = [number for _, entry in cast() for number in entry.also]
    numbers = [avatar.id for avatar in jogg.avatars()] + further
    assert len(numbers) == len(set(numbers))
    assert max(numbers) < 100_000, "beyond are the avatars of callers"
    for found in (jogg.musics(), jogg.visual_styles(), jogg.templates(), creatify.personas(), creatify.musics()):
        assert len({entry.id for entry in found}) == len(found)
    assert len(set(wire_ids().values())) == len(wire_ids())


def test_a_voice_is_called_by_its_language() -> None:
    for voice in voices():
        parts = NEURAL.fullmatch(wire_ids()[voice.id])
        assert parts is not None
        assert parts["language"].split("-")[0] == voice.language.split("-")[0]
