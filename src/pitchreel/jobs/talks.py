"""Talks and filled templates: the tasks that differ from those of a product's film."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pitchreel.documents import Narration, Script
from pitchreel.jobs.assignment import Job
from pitchreel.jobs.belongings import FILLED, brought
from pitchreel.jobs.hands import Desk
from pitchreel.jobs.tasks import SOURCE, bring, pace_of, workspace_of
from pitchreel.pipeline import (
    TALK_SHARES,
    Given,
    TalkBrief,
    lay_out_talk,
    product_from_variables,
    tell_talk,
    with_canvases,
)
from pitchreel.pipeline.film import pass_on
from pitchreel.pipeline.ledger import Ledger

_SHARED = (
    "ratio",
    "language",
    "voice",
    "presenter",
    "captions",
    "caption_look",
    "music",
    "music_volume",
    "voice_volume",
    "placement",
    "seed",
    "script",
)


def talk_voice(desk: Desk, job: dict[str, Any]) -> dict[str, Any]:
    """Speak a talk's script, or hear its recording; the answer holds its texts, for whoever moderates."""
    at = Job.model_validate(job)
    with workspace_of(desk, at) as folder:
        script, _ = tell_talk(
            folder,
            _brief(at, folder),
            ledger=Ledger(folder, desk.note),
            pace=pace_of(desk, TALK_SHARES),
            settings=desk.settings,
            note=desk.note,
        )
    return {"texts": [line.shown for line in script.lines]}


def talk_timeline(desk: Desk, job: dict[str, Any]) -> dict[str, Any]:
    """Lay a talk out."""
    at = Job.model_validate(job)
    with workspace_of(desk, at) as folder:
        laid = lay_out_talk(
            Script.load(folder / "script.json"),
            Narration.load(folder / "narration.json"),
            folder,
            _brief(at, folder),
            ledger=Ledger(folder, desk.note),
            pace=pace_of(desk, TALK_SHARES),
            settings=desk.settings,
        )
        pass_on(laid.warnings, desk.note)
    return {}


def template(desk: Desk, job: dict[str, Any]) -> dict[str, Any]:
    """Make a product and a brief of a template's variables, and look at their media."""
    at = Job.model_validate(job)
    order = at.order
    with workspace_of(desk, at) as folder:
        given = [Given(**variable.model_dump()) for variable in order.variables]
        filled = product_from_variables(order.brief.template or "", given, order.brief, name=order.name)
        pass_on(filled.warnings, desk.note)
        product = with_canvases(filled.product, folder, seed=order.brief.seed)
        product.save(folder / SOURCE)
        (folder / FILLED).write_text(filled.order.model_dump_json(), encoding="utf-8")
        bring(desk, at, folder)
    return {}


def _brief(at: Job, folder: Path) -> TalkBrief:
    order = at.order
    wishes = {name: getattr(order.brief, name) for name in _SHARED}
    files = brought(folder)
    screen = "scene" if order.screen == "background" and "background" not in files else order.screen
    return TalkBrief.of(**wishes, screen=screen, name=order.name, **files)
