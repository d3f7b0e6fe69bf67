"""Requests: what a caller of the Creatify dialect may send, field by field.

Absent, null and the empty string are one and the same for a field that has a default: clients send all three. Names
(styles, languages, ...) are plain strings here; the catalogue judges them, since a name that it does not have is an
error only where the operator wants it to be one. Fields that are not listed are ignored.
"""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from pitchreel.errors import InvalidRequest

_URL = r"^[hH][tT][tT][pP][sS]?://[^\s/?#]+"
Address = Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000, pattern=_URL)]
ShortAddress = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200, pattern=_URL)]
MusicAddress = Annotated[str, StringConstraints(strip_whitespace=True, max_length=255, pattern=_URL)]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Shift = Annotated[float, Field(ge=-0.5, le=0.5, allow_inf_nan=False)]
Addresses = Annotated[list[Annotated[str, StringConstraints(max_length=2000)]], Field(max_length=100)]
Names = Annotated[list[Annotated[str, StringConstraints(max_length=120)]], Field(max_length=60)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, max_length=255)]
Text = Annotated[str, StringConstraints(max_length=20_000)]


def _is_nothing(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


class Request(BaseModel):
    """A body; ``""`` and null count as not given where a field can be left out."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    @model_validator(mode="before")
    @classmethod
    def _absent(cls, values: Any) -> Any:
        if not isinstance(values, dict):
            return values
        needed = {name for name, field in cls.model_fields.items() if field.is_required()}
        return {name: value for name, value in values.items() if name in needed or not _is_nothing(value)}


class LinkRequest(Request):
    """A product page to read."""

    url: Address


class LinkParams(BaseModel):
    """A product told by its caller: every field may be left out. What is null or empty is emptied, but for lists of
    media, which null leaves as they are.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    url: Annotated[str, StringConstraints(max_length=1000)] | None = None
    title: Annotated[str, StringConstraints(max_length=1000)] | None = None
    description: Text | None = None
    image_urls: Addresses | None = None
    video_urls: Addresses | None = None
    reviews: Any = None
    logo_url: Annotated[str, StringConstraints(max_length=200)] | None = None
    ai_summary: Text | None = None


class MediaItem(BaseModel):
    """A picture or clip, in the form that some clients change a link with."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    url: Annotated[str, StringConstraints(max_length=2000)]
    type: int | str = "image"

    @property
    def is_clip(self) -> bool:
        """Whether it is called a clip."""
        return str(self.type).lower() in ("2", "video", "clip")


class LinkChange(LinkParams):
    """What to change of a link; what is left out stays."""

    media: Annotated[list[MediaItem], Field(max_length=100)] | None = None


class ScriptsRequest(Request):
    """Scripts wanted: of a page, or of a title and a description."""

    url: Address | None = None
    title: Annotated[str, StringConstraints(max_length=1000)] | None = None
    description: Text | None = None
    language: Name = "en"
    target_audience: Text | None = None
    video_length: int = Field(default=30, ge=1, le=600)
    script_styles: Names = []


class Offset(Request):
    """Where captions stand: fractions of the picture from its middle."""

    x: Shift = 0.0
    y: Shift = 0.4


class CaptionSetting(Request):
    """How captions look."""

    style: Name | None = None
    offset: Offset | None = None
    font_family: Name | None = None
    font_size: int | None = Field(default=None, ge=1, le=400)
    font_style: Name | None = None
    background_color: Name | None = None
    text_color: Name | None = None
    highlight_text_color: Name | None = None
    max_width: int | None = Field(default=None, ge=1, le=4000)
    line_height: float | None = Field(default=None, ge=0, le=10, allow_inf_nan=False)
    text_shadow: Name | None = None
    hidden: bool = False
    override_visual_style: bool = False


class VideoRequest(Request):
    """A film of a link, or its preview."""

    link: UUID
    name: Name | None = None
    target_platform: Name = "Tiktok"
    target_audience: Text | None = None
    language: Name = "en"
    video_length: int = Field(default=15, ge=1, le=600)
    aspect_ratio: Name = "9x16"
    script_style: Name = "DiscoveryWriter"
    visual_style: Name = "AvatarBubbleTemplate"
    override_avatar: UUID | None = None
    override_avatar_by_image: Address | None = None
    override_voice: UUID | None = None
    override_script: Text | None = None
    background_music_url: MusicAddress | None = None
    background_music_volume: Share | None = None
    voiceover_volume: Share | None = None
    webhook_url: ShortAddress | None = None
    no_background_music: bool = False
    no_caption: bool = False
    no_emotion: bool = False
    no_cta: bool = False
    no_stock_broll: bool = False
    model_version: Name = "standard"
    caption_style: Name | None = None
    caption_offset_x: Shift | None = None
    caption_offset_y: Shift | None = None
    caption_setting: CaptionSetting | None = None


class PreviewListRequest(VideoRequest):
    """Previews of one ad in several visual styles."""

    visual_styles: Annotated[Names, Field(min_length=1)]


class RenderRequest(Request):
    """The preview that is to become the final film."""

    media_job: UUID


def _words(value: object) -> object:
    return [word.strip() for word in value.split(",") if word.strip()] if isinstance(value, str) else value


class PersonaRequest(Request):
    """A persona of one's own: its clip or photograph stands in ``lipsync_input``, ``gdown_url`` or ``image_url``."""

    creator_name: Name | None = None
    gender: Name | None = None
    lipsync_input: Address | None = None
    gdown_url: Address | None = None
    image_url: Address | None = None
    video_scene: Name | None = None
    keywords: Annotated[Names, BeforeValidator(_words)] = []
    webhook_url: ShortAddress | None = None

    @property
    def source(self) -> str:
        """Where the clip or photograph lies; raises InvalidRequest when it is named nowhere."""
        found = self.lipsync_input or self.gdown_url or self.image_url
        if not found:
            raise InvalidRequest("lipsync_input", "This field is required")
        return found
