"""Answers of /v2: rows in its words. A finished film's word is a setting: documents and clients do not agree on it."""

from __future__ import annotations

from pydantic import BaseModel, Field

from pitchreel.api.jogg.answers import FileUrl, whole_seconds
from pitchreel.api.jogg.envelope import Told
from pitchreel.api.jogg.wire import STARTED, status_of
from pitchreel.service.rows import CLEANED, PreviewRow, ProductRow, ProjectRow


class Fault(BaseModel):
    """Why something failed."""

    code: str
    message: str


class NewVideo(Told):
    """What was ordered, under both names that clients look for."""

    video_id: str
    product_video_id: str
    status: str


class Video(Told):
    """A film, under all the names that documents and clients have for its parts."""

    id: str
    video_id: str
    title: str
    video_name: str
    status: str
    video_url: str = Field(description="empty until it is there")
    url: str
    cover_url: str
    duration: int = Field(description="seconds")
    video_duration: int
    duration_seconds: int
    created_at: int = Field(description="seconds since 1970")
    completed_at: int | None
    deducted_credit: float
    error: Fault | None


class TemplateVideo(Video):
    """A film from a template; its facts stand in ``data`` too."""

    data: TemplateVideoData | None


class TemplateVideoData(BaseModel):
    """The facts of a finished film."""

    video_name: str
    url: str
    cover_url: str
    duration_seconds: int
    deducted_credit: float


class NewPreview(BaseModel):
    """One of several previews."""

    visual_style: str
    preview_id: str
    err_msg: str


class NewPreviews(Told):
    """The previews that were ordered."""

    previews: list[NewPreview]
    preview_list_id: str
    status: str


class Preview(BaseModel):
    """A preview: its small film, and a page that shows it without a key."""

    id: str
    title: str
    visual_style: str
    video_duration: float
    video_url: str
    cover_url: str
    preview_url: str
    status: str
    created_at: int
    err_msg: str


def new_video(row: ProjectRow, done_word: str) -> NewVideo:
    """A film that was ordered."""
    return NewVideo(video_id=row.id, product_video_id=row.id, status=film_word(row, done_word), warnings=row.warnings)


def video_answer(row: ProjectRow, file_url: FileUrl, done_word: str, *, waits: bool = False) -> Video:
    """How a film stands; with ``waits`` one that was not begun is pending rather than processing."""
    status = status_of(row)
    word = status.task if waits and status.film == "processing" else film_word(row, done_word)
    seconds = whole_seconds(row)
    video_url = file_url(row.result.get("video"))
    return Video(
        id=row.id,
        video_id=row.id,
        title=row.name,
        video_name=row.name,
        status=word,
        video_url=video_url,
        url=video_url,
        cover_url=file_url(row.result.get("cover")),
        duration=seconds,
        video_duration=seconds,
        duration_seconds=seconds,
        created_at=int(row.created),
        completed_at=None if row.finished is None else int(row.finished),
        deducted_credit=row.cost,
        error=Fault(code=row.error_code, message=row.error) if row.error else None,
        warnings=row.warnings,
    )


def promised_video(product: ProductRow) -> Video:
    """A film that the oldest form promised with its product, before it is ordered."""
    return Video(
        id=product.project,
        video_id=product.project,
        title=product.name,
        video_name=product.name,
        status=STARTED.film,
        video_url="",
        url="",
        cover_url="",
        duration=0,
        video_duration=0,
        duration_seconds=0,
        created_at=int(product.created),
        completed_at=None,
        deducted_credit=0.0,
        error=None,
    )


def template_video_answer(row: ProjectRow, file_url: FileUrl, done_word: str) -> TemplateVideo:
    """How a film from a template stands."""
    video = video_answer(row, file_url, done_word, waits=True)
    facts = TemplateVideoData(
        video_name=video.video_name,
        url=video.url,
        cover_url=video.cover_url,
        duration_seconds=video.duration_seconds,
        deducted_credit=video.deducted_credit,
    )
    return TemplateVideo(**dict(video), data=facts if video.url else None)


def film_word(row: ProjectRow, done_word: str) -> str:
    """The state of a film in a word."""
    word = status_of(row).film
    return done_word if word == "completed" else word


def new_previews(row: ProjectRow, previews: list[PreviewRow]) -> NewPreviews:
    """Previews that were ordered."""
    return NewPreviews(
        previews=[NewPreview(visual_style=one.asked, preview_id=one.id, err_msg=one.error) for one in previews],
        preview_list_id=row.id,
        status=status_of(row).film,
        warnings=row.warnings,
    )


def preview_answer(row: ProjectRow, preview: PreviewRow, file_url: FileUrl, page: str, done_word: str) -> Preview:
    """How a preview stands; ``page`` is the address of its page."""
    over = {"ready": done_word, "failed": "failed", CLEANED: "failed"}
    seconds = float(preview.result.get("duration") or 0)
    return Preview(
        id=preview.id,
        title=row.name,
        visual_style=preview.asked,
        video_duration=round(seconds, 2),
        video_url=file_url(preview.result.get("video")),
        cover_url=file_url(preview.result.get("cover")),
        preview_url=page if preview.state == "ready" else "",
        status=over.get(preview.state) or ("failed" if status_of(row).film == "failed" else "processing"),
        created_at=int(row.created),
        err_msg=preview.reason,
    )
