"""Flows: which steps a project takes, in which order. A flow does nothing itself, so that it can be run again from the
beginning with the answers that were written down.

A flow's steps must stay as they are while any job of it may be under way; a changed flow gets a new name (``film.v2``).
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from dbos import DBOS, SetEnqueueOptions, SetWorkflowID, StepOptions

from pitchreel.jobs import steps, wiring
from pitchreel.jobs.assignment import Film
from pitchreel.jobs.cleaning import clean_up
from pitchreel.jobs.floor import floor

_log = logging.getLogger(__name__)
RECOVERIES = 5
"""How often a flow is taken up again after its worker was lost, before it is given up."""
DEATHS = 3
"""How many hands a task may cost."""
ATTEMPTS = 4
"""How often something of the network is tried: after 2, 4 and 8 seconds again."""
PASSING = {408, 425, 429, 500, 502, 503, 504}
"""Answers of a server that may be others a moment later."""
_PASSING_ERRORS = {"Unreachable", "TooSlow", "StorageError"}
_RETRIES: StepOptions = {"retries_allowed": True, "max_attempts": 8, "interval_seconds": 0.5, "backoff_rate": 2.0}
"""For a database that does not answer: about a minute."""
_POLL = 0.25

Span = tuple[float, float]
Body = Callable[["Run"], Awaitable[dict[str, Any]]]
"""The steps of a kind of project; gives its ending."""


class Ended(Exception):
    """A run came to an end before its last step."""

    def __init__(self, ending: dict[str, Any]) -> None:
        super().__init__(ending.get("state", "over"))
        self.ending = ending


@dataclass(frozen=True)
class Run:
    """One run of a project under way."""

    project: str
    run: int
    token: str
    order: dict[str, Any]
    previews: list[dict[str, Any]]
    priority: int
    work: str = ""

    async def do(self, stage: str, task: str, span: Span, *, network: bool = False, **words: Any) -> dict[str, Any]:
        """Have a step done, again where that may help; raises Ended."""
        how = {"light": words.pop("light", False), "work": self.work}
        answer = await attempt(task, self.project, self.run, words, network=network, stage=stage, span=span, **how)
        return result_of(answer)

    async def moderate(self, texts: list[str]) -> None:
        """Let the operator's rules decide; raises Ended."""
        answer = await recorded("moderation", steps.moderate, self.project, self.run, texts)
        if reason := answer.get("rejected"):
            raise Ended({"state": "rejected", "failed": {"code": "rejected", "what": reason, "hint": ""}})

    async def child(self, flow: Callable[..., Any], name: str, *words: Any) -> Any:
        """Begin a part of the run as a flow of its own, which any worker may take."""
        with SetWorkflowID(f"{self.project}.{self.run}-{name}"), SetEnqueueOptions(priority=self.priority):
            return await DBOS.enqueue_workflow_async(wiring.SEGMENTS, flow, self.project, self.run, *words)


async def recorded(name: str, function: Callable[..., Coroutine[Any, Any, Any]], *words: Any) -> Any:
    """A step of the worker's own: short, over the database, tried again when that does not answer."""
    options: StepOptions = {"name": name, **_RETRIES}
    return await DBOS.run_step_async(options, function, *words)


async def attempt(
    task: str, project: str, run: int, words: dict[str, Any], *, network: bool, stage: str, **how: Any
) -> dict[str, Any]:
    """A task as a recorded step, tried again when its hand died or the network failed it."""
    step = how.setdefault("step", task.rpartition(".")[2])
    options: StepOptions = {"name": step, "preemptible": True, **_RETRIES}
    deaths = tries = 0
    while True:
        answer = await DBOS.run_step_async(options, _task, task, project, run, words, {"stage": stage, **how})
        deaths += bool(answer.get("died"))
        tries += 1
        if answer.get("died") and deaths < DEATHS:
            continue
        if network and tries < ATTEMPTS and _may_pass(answer.get("failed")):
            await DBOS.sleep_async(float(2**tries))
            continue
        floor().log_step("end", project, run, step)
        return answer


async def _task(task: str, project: str, run: int, words: dict[str, Any], how: dict[str, Any]) -> dict[str, Any]:
    return await steps.task(task, project, run, words, **how)


def _may_pass(failed: dict[str, Any] | None) -> bool:
    if failed is None:
        return False
    return failed.get("kind") in _PASSING_ERRORS or failed.get("status") in PASSING


def result_of(answer: dict[str, Any]) -> dict[str, Any]:
    """What a task gave; raises Ended when it gave nothing."""
    if answer.get("over"):
        raise Ended({})
    if failed := answer.get("failed"):
        raise Ended({"state": "failed", "failed": failed})
    result: dict[str, Any] = answer["result"]
    return result


async def carry(body: Body, project: str, run: int) -> str:
    """The frame of every flow: take the run up, carry it out, write its ending down. Gives the state it ended in."""
    begun = await recorded("begin", steps.begin, project, run)
    if begun.get("over"):
        return "over"
    try:
        try:
            ending = await body(Run(project=project, run=run, **begun))
        except Ended as end:
            ending = end.ending
    except asyncio.CancelledError:
        raise
    except Exception:
        _log.exception("Project %s, run %s", project, run)
        ending = {"state": "failed", "failed": steps.INTERNAL}
    if "state" not in ending:
        return "over"
    await recorded("settle", steps.settle, project, run, ending)
    floor().log_step("end", project, run, "settle")
    return str(ending["state"])


async def shoot(run: Run, film: Film, start: float) -> dict[str, Any]:
    """From a Timeline to the project's result; ``start`` is where the progress stands."""
    shot = film.model_dump()
    piece_end = start + (1 - start) * 0.85
    hands = await recorded("hands", steps.count_hands)
    segments = (await run.do("video", "tasks.cut", (start, start), film=shot, hands=hands))["segments"]
    gain = (piece_end - start) / (len(segments) + 1)
    handles = [await run.child(sound, f"{film.name}-sound", run.work, shot, gain)]
    for index in range(len(segments)):
        name = f"{film.name}-{index:03}"
        handles.append(await run.child(segment, name, run.work, shot, segments, index, gain))
    answers = await _gather(handles)
    await run.do(
        "video", "tasks.join", (piece_end, piece_end + 0.02), film=shot, segments=segments, loudness=answers[0]
    )
    await run.do("checks", "tasks.checks", (piece_end + 0.02, 0.98), film=shot)
    return await run.do("publish", "tasks.publish", (0.98, 1.0), network=True, film=shot, token=run.token)


async def _gather(handles: list[Any]) -> list[dict[str, Any]]:
    """The answers of children; when one failed the others are called off."""
    answers = []
    for number, handle in enumerate(handles):
        try:
            answers.append(result_of(await handle.get_result(polling_interval_sec=_POLL)))
        except Ended:
            for other in handles[number + 1 :]:
                await DBOS.cancel_workflow_async(other.get_workflow_id())
            raise
    return answers


async def _told(run: Run) -> None:
    """From the product to the voice."""
    await run.do("product", "tasks.read", (0.0, 0.04), network=True, light=True)
    await run.do("product", "tasks.belongings", (0.04, 0.05), network=True, light=True)
    await run.do("product", "tasks.media", (0.05, 0.14), network=True)
    await _spoken(run)


async def _spoken(run: Run) -> None:
    words = await run.do("script", "tasks.script", (0.14, 0.15))
    await run.moderate(words["texts"])
    await run.do("narration", "tasks.voice", (0.15, 0.24))


async def _film(run: Run) -> dict[str, Any]:
    await _told(run)
    await run.do("timeline", "tasks.timeline", (0.24, 0.27))
    return await _finish(run, Film())


async def _finish(run: Run, film: Film) -> dict[str, Any]:
    result = await shoot(run, film, 0.27)
    if not await recorded("tidy", clean_up, run.project, run.run, run.work, film.model_dump()):
        _log.warning("The workspace of project %s stays until the next clean-up", run.project)
    return {"state": "done", "result": result}


async def _template(run: Run) -> dict[str, Any]:
    await run.do("product", "tasks.belongings", (0.0, 0.02), network=True, light=True)
    await run.do("product", "talks.template", (0.02, 0.14), network=True)
    await _spoken(run)
    await run.do("timeline", "tasks.timeline", (0.24, 0.27))
    return await _finish(run, Film())


async def _talk(run: Run) -> dict[str, Any]:
    await run.do("narration", "tasks.belongings", (0.0, 0.05), network=True, light=True)
    words = await run.do("narration", "talks.talk_voice", (0.05, 0.2))
    await run.moderate(words["texts"])
    await run.do("timeline", "talks.talk_timeline", (0.2, 0.27))
    return await _finish(run, Film(suffix=".webm" if run.order["screen"] == "alpha" else ".mp4"))


async def _render(run: Run) -> dict[str, Any]:
    """A preview in full: the same Timeline, in the workspace where it was made."""
    preview = run.order["preview"]
    work = await recorded("parent", steps.parent_of, preview)
    whole = Run(**{**vars(run), "work": work})
    return await _finish(whole, Film.of_preview(preview, run.project, run.run))


def _token_of(token: str, number: int) -> str:
    """A preview's own token: the same whenever the flow goes over it again, and nobody gets from one to another."""
    return base64.urlsafe_b64encode(hashlib.sha256(f"{token}/{number}".encode()).digest())[:24].decode()


async def _previews(run: Run) -> dict[str, Any]:
    """One telling, and a film in each style; what fails stays a failure of its own."""
    await _told(run)
    gain = 0.7 / max(1, len(run.previews))
    handles = [
        await run.child(preview, f"preview-{small['id'][:8]}", small, _token_of(run.token, number), gain)
        for number, small in enumerate(run.previews)
    ]
    answers = [await handle.get_result(polling_interval_sec=_POLL) for handle in handles]
    if any("result" in answer for answer in answers):
        return {"state": "ready", "result": {}}
    if any(answer.get("over") for answer in answers) or not answers:
        return {}
    return {"state": "failed", "failed": answers[0]["failed"]}


async def _scripts(run: Run) -> dict[str, Any]:
    await run.do("product", "tasks.read", (0.0, 0.5), network=True, light=True)
    result = await run.do("script", "tasks.scripts", (0.5, 1.0), light=True)
    await run.moderate([text for script in result["scripts"] for text in script["paragraphs"]])
    return {"state": "done", "result": result}


async def _read(run: Run) -> dict[str, Any]:
    result = await run.do("product", "tasks.read", (0.0, 1.0), network=True, light=True)
    return {"state": "done", "result": result}


async def _presenter(run: Run) -> dict[str, Any]:
    result = await run.do("presenter", "custom.make_presenter", (0.0, 1.0), network=True, token=run.token)
    return {"state": "done", "result": result}


BODIES: dict[str, Body] = {
    "film": _film,
    "previews": _previews,
    "render": _render,
    "talk": _talk,
    "template": _template,
    "scripts": _scripts,
    "read": _read,
    "presenter": _presenter,
}


def _flow(kind: str) -> Callable[[str, int], Awaitable[str]]:
    @DBOS.workflow(name=wiring.flow_name(kind), max_recovery_attempts=RECOVERIES)
    async def carried(project: str, run: int) -> str:
        return await carry(BODIES[kind], project, run)

    return carried


FLOWS = {kind: _flow(kind) for kind in BODIES}
"""The flow of each kind of project."""


@DBOS.workflow(name="segment.v1", max_recovery_attempts=RECOVERIES)
async def segment(
    project: str, run: int, work: str, film: dict[str, Any], segments: list[list[int]], index: int, gain: float
) -> dict[str, Any]:
    """A piece of a film, by whichever worker is free."""
    words = {"film": film, "segments": segments, "index": index}
    how = {"span": (0.0, gain), "work": work, "shared": True, "step": f"{film['name']}-{index:03}"}
    return await attempt("tasks.segment", project, run, words, network=False, stage="video", **how)


@DBOS.workflow(name="sound.v1", max_recovery_attempts=RECOVERIES)
async def sound(project: str, run: int, work: str, film: dict[str, Any], gain: float) -> dict[str, Any]:
    """The sound of a film, beside its pieces."""
    how = {"span": (0.0, gain), "work": work, "shared": True, "step": f"{film['name']}-sound"}
    return await attempt("tasks.sound", project, run, {"film": film}, network=False, stage="video", **how)


@DBOS.workflow(name="preview.v1", max_recovery_attempts=RECOVERIES)
async def preview(project: str, run: int, small: dict[str, Any], token: str, gain: float) -> dict[str, Any]:
    """One style of a project's previews."""
    words = {"preview": small["id"], "style": small["style"], "token": token}
    how = {"span": (0.0, gain), "shared": True, "step": f"preview-{small['id'][:8]}"}
    answer = await attempt("tasks.preview", project, run, words, network=False, stage="video", **how)
    if answer.get("over"):
        return answer
    ending = {"state": "ready" if "result" in answer else "failed", **answer}
    await recorded("settle", steps.settle_preview, small["id"], ending)
    return answer
