"""Shapes: what this dialect answers, field by field, and nothing that its callers would have to guess.

Texts that are not there yet are empty, numbers 0, lists empty; null stands only where the contract says so. Times are
seconds, ids are UUIDs with dashes.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Shape(BaseModel):
    """An answer."""

    model_config = ConfigDict(frozen=True)


class InnerLink(Shape):
    """What is known of the product behind a link."""

    id: str
    url: str | None
    title: str | None
    description: str | None
    image_urls: list[str]
    video_urls: list[str]
    reviews: Any = None
    logo_url: str | None
    ai_summary: str | None = None
    ai_industry: str = ""
    ai_target_audiences: Any = None


class Link(Shape):
    """A link: ``id`` is what a film is ordered of.

    It stands behind the product: there are shell scripts that take the last ``id`` of a line.
    """

    link: InnerLink
    id: str
    url: str
    credits_used: int


class GeneratedScript(Shape):
    """A script; ``paragraphs`` is what goes to ``override_script``."""

    paragraphs: str
    script_name: str
    script_style: str
    title: str


class ScriptProduct(Shape):
    """The product that scripts were written about."""

    id: str
    slug: str
    url: str
    title: str
    description: str
    image_urls: list[str]
    video_urls: list[str]
    image_selected: list[str]
    video_selected: list[str]
    reviews: Any = None
    created_with: str = "link_to_video"
    logo_url: str | None
    price: float | None = None
    original_price: float | None = None
    promo_price: float | None = None
    use_promotional_info: bool = False
    highlight_features: list[str] = []
    brand_info: str = ""
    promotional_details: str = ""
    trigger_insights: bool = False
    ai_summary: str | None = None
    ai_target_audiences: Any = None
    ai_key_features: list[str] = []
    ai_keywords: list[str] = []
    ai_industry: int | None = None
    ai_product_type: str = ""
    primary_image_url: str | None = None
    brand_colors: list[str] = []
    qrcode_url: str | None = None
    contact_number: str | None = None
    updated_at: datetime


class AIScript(Shape):
    """A request for scripts and, once it is done, the scripts."""

    id: str
    status: str
    failed_reason: str | None = None
    generated_scripts: list[GeneratedScript]
    credits_used: int
    created_at: datetime
    updated_at: datetime
    user: int
    workspace: str
    product: ScriptProduct
    language: str
    target_audience: str | None
    video_length: int
    script_styles: list[str]
    warnings: list[str] = []


class Preview(Shape):
    """A small film of one style; ``url`` is a page that may be framed."""

    media_job: str
    visual_style: str
    aspect_ratio: str
    url: str
    editor_url: str = ""
    duration: float


class Output(Shape):
    """A film in full size."""

    media_job: str | None
    visual_style: str
    aspect_ratio: str
    duration: float
    video_output: str
    video_thumbnail: str
    status: str
    progress: float
    failed_reason: str | None = None


class Asked(Shape):
    """The request as it was understood: what was not given stands at its default."""

    name: str | None = None
    target_platform: str = "Tiktok"
    target_audience: str | None = None
    language: str = "en"
    video_length: int = 15
    aspect_ratio: str = "9x16"
    script_style: str = "DiscoveryWriter"
    visual_style: str = "AvatarBubbleTemplate"
    visual_styles: list[str] = []
    override_avatar: str | None = None
    override_avatar_by_image: str | None = None
    override_voice: str | None = None
    override_script: str | None = None
    background_music_url: str | None = None
    background_music_volume: float | None = None
    voiceover_volume: float | None = None
    webhook_url: str | None = None
    no_background_music: bool = False
    no_caption: bool = False
    no_emotion: bool = False
    no_cta: bool = False
    no_stock_broll: bool = False
    model_version: str = "standard"
    caption_style: str | None = None
    caption_offset_x: str | None = None
    caption_offset_y: str | None = None
    caption_setting: dict[str, Any] | None = None


class Made(Shape):
    """What became of a request."""

    id: str
    link: str
    media_job: str | None = None
    status: str
    failed_reason: str | None = None
    is_hidden: bool = False
    video_output: str
    video_thumbnail: str
    outputs: list[Output]
    credits_used: int
    duration: float
    progress: str
    preview: str
    previews: list[Preview]
    editor_url: str = ""
    warnings: list[str] = Field(default=[], description="what was done otherwise than asked, in sentences")


class Video(Asked, Made):
    """A film of a link, from its order to its file.

    ``pending`` with previews means that the previews are ready; the film is there when ``status`` is ``done``.
    """


class Persona(Shape):
    """A presenter, of the catalogue or the caller's own. Which presenters fit is told in single words."""

    id: str
    created_at: str
    updated_at: str
    gender: str
    creator_name: str
    suitable_industries: list[str]
    preview_image_16_9: str
    preview_image_1_1: str
    preview_image_9_16: str
    preview_video_16_9: str
    preview_video_1_1: str
    preview_video_9_16: str
    landscape_preview_video: str
    squared_preview_video: str
    portrait_preview_video: str
    is_active: bool
    process_status: str
    failed_reason: str | None
    type: str
    age_range: str
    location: str
    style: str
    video_scene: str
    keywords: list[str]


class Accent(Shape):
    """A voice that can be chosen by ``id``."""

    id: str
    accent_name: str
    preview_url: str


class Voice(Shape):
    """A speaker with their accents."""

    name: str
    gender: str | None
    accents: list[Accent]


class Music(Shape):
    """A track; ``url`` is what goes to ``background_music_url``."""

    id: str
    name: str
    url: str
    category: list[str]
    cover_url: str
    is_favorite: bool = False
    duration: float


class MusicPage(Shape):
    """One page of tracks; it alone says which page it is, as the service's own does."""

    count: int
    page: int
    page_size: int
    next: str | None
    previous: str | None
    results: list[Music]


class MusicCategory(Shape):
    """A name to filter tracks by."""

    name: str


class Count(Shape):
    """How many there are."""

    count: int


class Credits(Shape):
    """What the key may still spend; 999999 for a key without a limit."""

    remaining_credits: float
