"""Answers: rows of the database as this dialect shows them. Pure: rows and the server's address in, shapes out."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from pitchreel.api.creatify import costs
from pitchreel.api.creatify.shapes import (
    AIScript,
    Asked,
    GeneratedScript,
    InnerLink,
    Link,
    Output,
    Preview,
    ScriptProduct,
    Video,
)
from pitchreel.service.addresses import file_url, preview_url
from pitchreel.service.marks import marks_of
from pitchreel.service.rows import PreviewRow, ProductRow, ProjectRow
from pitchreel.service.wares import document_data, shown_logo, shown_reviews

WORKSPACES = uuid.UUID("a4c5a5f2-6f0b-5d0e-9f5e-3f8f0c7ad3f1")
PICTURE, CLIP = 1, 2
UNTITLED = "this product"
"""What a film calls a product of which its caller said neither a title nor a description."""
RENDERED = "rendered"
"""Marks a project with the films that were made of its previews before the one that it is at."""
KINDS = ("film", "previews", "render")
"""Kinds of projects that are videos of a link."""
_ENDED = {"done": "done", "failed": "failed", "cancelled": "failed", "deleted": "failed", "rejected": "rejected"}
_NO_REASON = {
    "cancelled": "The job was cancelled.",
    "rejected": "The content was refused.",
    "failed": "The job failed.",
}


def link_of(row: ProductRow) -> Link:
    """A product as a link."""
    return Link(id=row.link, url=row.url, link=inner_link_of(row), credits_used=costs.LINK)


def inner_link_of(row: ProductRow) -> InnerLink:
    """A product as what stands inside a link."""
    return InnerLink(
        id=row.inner,
        url=row.url or None,
        title=title_of(row) or None,
        description=row.description or None,
        image_urls=_media(row, PICTURE),
        video_urls=_media(row, CLIP),
        reviews=shown_reviews(row),
        logo_url=shown_logo(row),
        ai_summary=row.extra.get("ai_summary") or None,
    )


def title_of(row: ProductRow) -> str:
    """A product's name; empty where it has none but the words that films use for it."""
    return "" if row.name == UNTITLED else row.name


def status_of(row: ProjectRow) -> str:
    """The word for a project's state; previews stay ``pending`` when they are there."""
    if row.state in _ENDED:
        return _ENDED[row.state]
    if row.kind == "previews" or row.state == "ready":
        return "pending"
    if row.state == "running":
        return "running"
    return "in_queue" if row.submitted or row.run > 1 else "pending"


def video_of(row: ProjectRow, previews: Sequence[PreviewRow], base: str, product: ProductRow | None = None) -> Video:
    """A project as a video of its link, with its previews once all of them are made.

    ``product`` is what it is of, where the order does not repeat its link; without either the link is its own id.
    """
    status = status_of(row)
    echo = Asked.model_validate({**_plain_echo(row), **_told(row.order.get("echo") or {})})
    chosen = next((preview for preview in previews if preview.id == row.order.get("preview")), None)
    shown = [] if row.kind == "previews" and not row.over else [item for item in previews if item.state == "ready"]
    style = chosen.asked if chosen else echo.visual_style
    film = _address(base, row.result.get("video"))
    cover = _address(base, row.result.get("cover"))
    duration = float(row.result.get("duration") or 0.0)
    reason = _reason(row)
    outputs = [_earlier(base, echo.aspect_ratio, previews, *item) for item in marks_of(row).get(RENDERED, {}).items()]
    if row.kind in ("film", "render"):
        now = Output(
            media_job=dashed(chosen.id) if chosen else None,
            visual_style=style,
            aspect_ratio=echo.aspect_ratio,
            duration=duration,
            video_output=film,
            video_thumbnail=cover,
            status=status,
            progress=round(row.progress, 3),
            failed_reason=reason,
        )
        # A film that there is stands in its place until there is a newer one of the same preview.
        if status == "done":
            outputs = [output for output in outputs if output.media_job != now.media_job]
        if all(output.media_job != now.media_job for output in outputs):
            outputs = [now, *outputs]
    return Video(
        **{**echo.model_dump(), "visual_style": style},
        id=dashed(row.id),
        link=told_link(row) or (product.link if product else dashed(row.id)),
        media_job=dashed(chosen.id) if chosen else None,
        status=status,
        failed_reason=reason,
        video_output=film,
        video_thumbnail=cover,
        outputs=outputs,
        credits_used=credits_of(row, previews),
        duration=duration,
        progress=str(round(row.progress * 100)),
        preview=preview_url(base, shown[0].token) if len(previews) == 1 and shown else "",
        previews=[preview_of(item, base, echo.aspect_ratio) for item in shown],
        warnings=list(row.warnings),
    )


def told_link(row: ProjectRow) -> str:
    """The link that the caller named in the order; empty where another dialect ordered."""
    return str((row.order.get("echo") or {}).get("link") or "")


def preview_of(row: PreviewRow, base: str, ratio: str) -> Preview:
    """A preview that is there."""
    return Preview(
        media_job=dashed(row.id),
        visual_style=row.asked,
        aspect_ratio=row.ratio.replace(":", "x") or ratio,
        url=preview_url(base, row.token),
        duration=float(row.result.get("duration") or 0.0),
    )


def credits_of(row: ProjectRow, previews: Sequence[PreviewRow]) -> int:
    """Credits that a project has used: those of its run, of its previews, and of the films before it."""
    before = 0
    if row.kind == "render" and previews:
        seconds = seconds_of(row)
        films = marks_of(row).get(RENDERED, {}).values()
        before = costs.previews(seconds) + sum(round(film.get("cost", costs.render(seconds))) for film in films)
    return round(row.cost) + before


def length_of(row: ProjectRow) -> int:
    """Seconds that were ordered."""
    return int(row.order.get("brief", {}).get("length") or 30)


def seconds_of(row: ProjectRow) -> float:
    """Seconds that the order was charged for."""
    return costs.ordered_seconds(length_of(row), own_script_of(row))


def own_script_of(row: ProjectRow) -> str:
    """The caller's own script; empty where one is written here."""
    return str(row.order.get("brief", {}).get("script") or "")


def script_of(row: ProjectRow, product: ProductRow, api_id: str) -> AIScript:
    """A project of kind ``scripts`` with what it wrote."""
    echo = row.order.get("echo") or {}
    asked = list(echo.get("script_styles") or ())
    return AIScript(
        id=dashed(row.id),
        status="pending" if row.state == "waiting" else status_of(row),
        failed_reason=_reason(row),
        generated_scripts=[
            _script(script, asked[place] if place < len(asked) else "")
            for place, script in enumerate(row.result.get("scripts") or ())
        ],
        credits_used=round(row.cost),
        created_at=moment(row.created),
        updated_at=moment(row.updated),
        user=row.key_id,
        workspace=str(uuid.uuid5(WORKSPACES, api_id)),
        product=script_product_of(product),
        language=str(echo.get("language") or "en"),
        target_audience=echo.get("target_audience"),
        video_length=int(echo.get("video_length") or 30),
        script_styles=asked,
        warnings=list(row.warnings),
    )


def script_product_of(row: ProductRow) -> ScriptProduct:
    """The product that scripts are about."""
    pictures, clips = _media(row, PICTURE), _media(row, CLIP)
    read = document_data(row)
    facts = {fact.get("kind"): fact for fact in reversed(read.get("facts") or ())}
    colours = [(read.get("palette") or {}).get("accent")]
    return ScriptProduct(
        id=row.inner,
        slug=re.sub(r"[^a-z0-9]+", "-", title_of(row).lower()).strip("-")[:60],
        url=row.url,
        title=title_of(row),
        description=row.description,
        image_urls=pictures,
        video_urls=clips,
        image_selected=pictures,
        video_selected=clips,
        reviews=shown_reviews(row),
        logo_url=shown_logo(row),
        price=_number(facts.get("price")),
        original_price=_number(facts.get("list_price")),
        highlight_features=[str(fact.get("text")) for fact in read.get("facts") or () if fact.get("kind") == "feature"],
        brand_info=str((facts.get("brand") or {}).get("text") or ""),
        ai_summary=row.extra.get("ai_summary") or None,
        primary_image_url=pictures[0] if pictures else None,
        brand_colors=[colour for colour in colours if colour],
        updated_at=moment(row.updated),
    )


def dashed(hexadecimal: str) -> str:
    """An id of ours as a UUID with dashes."""
    return str(uuid.UUID(hexadecimal))


def moment(seconds: float) -> datetime:
    """A time of the database as one of the wire."""
    return datetime.fromtimestamp(seconds, UTC)


def rendered_of(row: ProjectRow) -> dict[str, Any]:
    """The films made of a project's previews, with the one that is done now: by preview its result and its cost."""
    kept: dict[str, Any] = dict(marks_of(row).get(RENDERED, {}))
    if row.kind == "render" and row.state == "done":
        made = {name: row.result.get(name) for name in ("video", "cover", "duration")}
        job = str(row.order["preview"])
        kept[job] = {**made, "cost": row.cost + kept.get(job, {}).get("cost", 0.0)}
    return kept


def _earlier(base: str, ratio: str, previews: Sequence[PreviewRow], job: str, result: Mapping[str, Any]) -> Output:
    """A film of another preview that was made before."""
    return Output(
        media_job=dashed(job),
        visual_style=next((preview.asked for preview in previews if preview.id == job), ""),
        aspect_ratio=ratio,
        duration=float(result.get("duration") or 0.0),
        video_output=_address(base, result.get("video")),
        video_thumbnail=_address(base, result.get("cover")),
        status="done",
        progress=1.0,
    )


def _plain_echo(row: ProjectRow) -> dict[str, Any]:
    """What stands in an echo where another dialect ordered the film."""
    brief = row.order.get("brief") or {}
    return {
        "name": row.name or None,
        "aspect_ratio": str(brief.get("ratio") or "9:16").replace(":", "x"),
        "video_length": length_of(row),
        "webhook_url": row.webhook_url or None,
    }


def _told(echo: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in echo.items() if name in Asked.model_fields}


def _reason(row: ProjectRow) -> str | None:
    if row.state not in _NO_REASON:
        return None
    return row.error or _NO_REASON[row.state]


def _script(script: Mapping[str, Any], asked: str) -> GeneratedScript:
    paragraphs = script.get("paragraphs") or ()
    text = paragraphs if isinstance(paragraphs, str) else "\n\n".join(map(str, paragraphs))
    style = asked or str(script.get("style") or "")
    return GeneratedScript(
        paragraphs=text,
        script_name=str(script.get("name") or style),
        script_style=style,
        title=str(script.get("title") or ""),
    )


def _address(base: str, blob: object) -> str:
    return file_url(base, str(blob)) if blob else ""


def _media(row: ProductRow, kind: int) -> list[str]:
    return [str(item["url"]) for item in row.media if item.get("type") == kind and item.get("url")]


def _number(fact: Mapping[str, Any] | None) -> float | None:
    number = (fact or {}).get("number")
    return None if number is None else float(number)
