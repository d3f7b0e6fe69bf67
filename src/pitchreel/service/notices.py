"""Notices: how each dialect calls what happened to a project, and the body that it sends about it.

JoggAI sends ``{event_id, event, timestamp, data}``; Creatify sends the fields of its video object. A receiver of
JoggAI's may hash ``JSON.stringify(JSON.parse(body))`` instead of the bytes that came, so bodies are written as
JavaScript writes JSON: no spaces, no escapes that are not needed, whole numbers without a fraction.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pitchreel.service.addresses import file_url, preview_url
from pitchreel.service.rows import OWN_AVATARS, PreviewRow, ProjectRow, persona_id

Outcome = Literal["success", "failure"]

NAMES = {
    "film": ("generated_product_video", "generated_video"),
    "render": ("generated_product_video", "generated_video"),
    "talk": ("generated_avatar_video", "generated_video"),
    "template": ("generated_template_video", "generated_video"),
    "scripts": ("generated_script",),
    "presenter": ("create_avatar",),
    "previews": ("generated_preview",),
    "draft": ("generated_preview",),
}
"""What happened to a project of a kind: v2's name for it, then the one name that v1 has for every video.

``generated_preview`` is a name of ours: the dialects have none, so only a request's own address is told of previews.
"""
UNLISTED = ("previews", "draft")

V1_EVENTS = ("generated_video_success", "generated_video_failed", "create_avatar_success", "create_avatar_failed")
V2_EVENTS = (
    *(
        f"generated_{what}_{how}"
        for what in (
            "video",
            "product_video",
            "avatar_video",
            "template_video",
            "translate_video",
            "photo_avatar",
            "product_avatar",
            "script",
            "image",
            "motion",
        )
        for how in ("success", "failed")
    ),
    "create_avatar_success",
    "create_avatar_failed",
)


@dataclass(frozen=True)
class PreviewNotice:
    """One preview as a notice tells of it: its id, the caller's name of its style, its page and film, or its error."""

    id: str
    style: str
    ratio: str
    page: str
    video: str = ""
    error: str = ""


@dataclass(frozen=True)
class Notice:
    """What happened to a project, in nobody's dialect. Addresses are whole; ``duration`` in seconds."""

    event_id: str
    project_id: str
    kind: str
    outcome: Outcome
    at: float
    state: str = ""
    video: str = ""
    cover: str = ""
    duration: float = 0.0
    error_code: str = ""
    error: str = ""
    avatar_id: int = 0
    persona_id: str = ""
    presenter_preview: str = ""
    scripts: Sequence[Mapping[str, Any]] = ()
    previews: Sequence[PreviewNotice] = ()


def notice(
    event_id: str, outcome: Outcome, project: ProjectRow, previews: Sequence[PreviewRow] = (), *, base: str = ""
) -> Notice:
    """The notice of a project as its rows stand; ``base`` is the server's own address."""

    def address(name: str) -> str:
        return file_url(base, str(result[name])) if result.get(name) else ""

    result = project.result
    presenter = project.order.get("presenter") if project.kind == "presenter" else None
    return Notice(
        event_id=event_id,
        project_id=project.id,
        kind=kind_of(project),
        outcome=outcome,
        at=project.updated,
        state=project.state,
        video=address("video"),
        cover=address("cover"),
        duration=float(result.get("duration") or 0.0),
        error_code=project.error_code,
        error=project.error,
        avatar_id=OWN_AVATARS + presenter if isinstance(presenter, int) else 0,
        persona_id=persona_id(presenter) if isinstance(presenter, int) else "",
        presenter_preview=address("preview"),
        scripts=result.get("scripts") or (),
        previews=tuple(
            PreviewNotice(
                id=row.id,
                style=row.asked,
                ratio=row.ratio,
                page=preview_url(base, row.token) if row.state == "ready" else "",
                video=file_url(base, str(row.result["video"])) if row.result.get("video") else "",
                error=row.error,
            )
            for row in previews
        ),
    )


def kind_of(project: ProjectRow) -> str:
    """The kind of notice about a project: a draft of one film is announced as a preview is."""
    return "draft" if project.kind == "film" and project.order.get("draft") else project.kind


def names(kind: str, outcome: Outcome, dialect: str) -> tuple[str, ...]:
    """The names of an event for an endpoint of a dialect, the one to be preferred first; empty for none."""
    ending = "success" if outcome == "success" else "failed"
    found = NAMES.get(kind, ())
    return tuple(f"{name}_{ending}" for name in (found if dialect == "v2" else reversed(found)))


def body(said: Notice, dialect: str, name: str) -> str:
    """The whole body about it as a dialect (v1, open, v2, creatify, own) sends it, under an event's name."""
    if dialect == "creatify":
        return compact(_creatify(said))
    data = _v2(said) if dialect == "v2" else _v1(said)
    return compact({"event_id": said.event_id, "event": name, "timestamp": int(said.at), "data": data})


def compact(value: Any) -> str:
    """JSON as ``JSON.stringify`` writes it, and always encodable: half of a surrogate pair becomes a question mark."""
    text = json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8", "replace").decode("utf-8")


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, float):
        rounded = round(value, 3)
        return int(rounded) if rounded.is_integer() else rounded
    return value


def _v1(said: Notice) -> dict[str, Any]:
    if said.outcome == "failure":
        return {"project_id": said.project_id, **_avatar(said), "error": {"message": said.error}}
    if said.kind in ("previews", "scripts", "presenter"):
        return _v2(said)
    return {
        "project_id": said.project_id,
        "video_url": said.video,
        "duration": round(said.duration),
    }


def _v2(said: Notice) -> dict[str, Any]:
    """v2's data; receivers look for the project's id under several keys, so each finds its own."""
    ids: dict[str, Any] = {"project_id": said.project_id, "video_id": said.project_id}
    status = "completed" if said.outcome == "success" else "failed"
    error: dict[str, Any] = {}
    if said.outcome == "failure":
        error = {"error": {"code": said.error_code, "message": said.error}}
    if said.kind == "scripts":
        scripts = [
            {"script_style": item.get("name", ""), "script_paragraphs": item.get("paragraphs", [])}
            for item in said.scripts
        ]
        about = {"project_id": said.project_id, "task_id": said.project_id, "status": status}
        return about | (error or {"scripts": scripts})
    if said.kind == "presenter":
        shown = {"preview_url": said.presenter_preview, "cover_url": said.cover}
        return {"project_id": said.project_id, **_avatar(said), "status": status} | (error or shown)
    if said.kind == "previews":
        previews = [
            {
                "visual_style": item.style,
                "preview_id": item.id,
                "preview_url": item.page,
                "video_url": item.video,
                "err_msg": item.error,
            }
            for item in said.previews
        ]
        return {**ids, "preview_list_id": said.project_id, "status": status, "previews": previews} | error
    film = {"video_url": said.video, "cover_url": said.cover, "duration": round(said.duration)}
    return {**ids, "product_video_id": said.project_id, "status": status} | (error or film)


def _avatar(said: Notice) -> dict[str, Any]:
    return {"avatar_id": said.avatar_id} if said.avatar_id else {}


def _creatify(said: Notice) -> dict[str, Any]:
    failed = said.outcome == "failure"
    reason = {"failed_reason": said.error if failed else None}
    status = "done" if not failed else "rejected" if said.state == "rejected" else "failed"
    about = {"id": _dashed(said.project_id)}
    if said.kind == "presenter":
        return {"id": said.persona_id, "process_status": status, **reason}
    if said.kind == "scripts":
        scripts = [{"title": item.get("title", ""), "paragraphs": item.get("paragraphs", [])} for item in said.scripts]
        return {**about, "status": status, **reason, "generated_scripts": scripts}
    if said.kind == "previews":
        previews = [
            {
                "media_job": _dashed(item.id),
                "visual_style": item.style,
                "url": item.page,
                "aspect_ratio": item.ratio.replace(":", "x"),
            }
            for item in said.previews
            if item.page
        ]
        return {**about, "status": status if failed else "pending", **reason, "previews": previews}
    return {
        **about,
        "status": status,
        **reason,
        "video_output": said.video,
        "video_thumbnail": said.cover,
    }


def _dashed(name: str) -> str:
    return str(uuid.UUID(hex=name))
