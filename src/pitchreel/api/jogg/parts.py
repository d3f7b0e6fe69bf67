"""Parts of requests that several generations share: a product's facts and media, the values of a template."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from pitchreel.api.jogg.reading import Given, Name, Number, Text, Title
from pitchreel.api.jogg.wishes import Cast
from pitchreel.service.order import Variable
from pitchreel.service.problems import InvalidRequest


def required(field: str) -> InvalidRequest:
    """The problem of a field that this request cannot do without."""
    return InvalidRequest(field, f"{field} is required")


def _hint(value: object) -> int:
    return 2 if str(value).strip().lower() in {"2", "2.0", "video"} else 1


def _with_address(value: object) -> object:
    if not isinstance(value, list):
        return value
    names = ("url", *MediaGiven.aliases)
    return [one for one in value if not isinstance(one, dict) or any(one.get(name) for name in names)] or None


class MediaGiven(Given):
    """A picture or clip of a product; which of the two it is, its content decides."""

    aliases: ClassVar[dict[str, str]] = {"cover_url": "url", "preview_url": "url"}

    type: Annotated[int, BeforeValidator(_hint)] = Field(default=1, description="1 picture, 2 clip: a hint")
    name: Title = ""
    url: Text
    description: Text = ""


class ProductFacts(Given):
    """What is known of a product without its page; the older generation's names mean the same."""

    aliases: ClassVar[dict[str, str]] = {"title": "name", "intro_text": "description", "intro_medias": "media"}

    name: Text | None = None
    description: Text | None = None
    target_audience: Text | None = None
    media: Annotated[tuple[MediaGiven, ...] | None, BeforeValidator(_with_address)] = Field(
        default=None, max_length=100, description="one without an address was not given"
    )


class ProductGiven(ProductFacts):
    """A new product: the address of its page, or its facts; with an address the facts are read there."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"url": "https://shop.example/mug"}]})

    url: Text | None = Field(default=None, examples=["https://shop.example/mug"])

    @model_validator(mode="before")
    @classmethod
    def _page_alone(cls, data: Any) -> Any:
        # What else is sent beside an address is ignored, whatever it is.
        return {"url": data["url"]} if isinstance(data, dict) and data.get("url") else data


class ProductChange(ProductFacts):
    """What to change of a product; whatever is left out stays, ``media`` replaces the whole list."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"product_id": "MTAwMDAwMDE", "name": "Stoneware mug"}]})

    product_id: Name = Field(examples=["MTAwMDAwMDE"])


class Properties(Given):
    """The value of a variable; ``asset_id`` of 0 is none."""

    nothing_at_zero: ClassVar[frozenset[str]] = frozenset({"asset_id"})

    content: Text = Field(default="", description="the text; for a picture or clip an address will do as well")
    url: Text = ""
    asset_id: Text = Field(default="", description="the address of an uploaded file")


class Filling(Given):
    """A variable of a template and its value."""

    type: Literal["text", "image", "video", "script"]
    name: Name = ""
    properties: Properties = Properties()

    def value(self) -> Variable:
        """The value: words for a text and a script, an address for a picture and a clip."""
        given = self.properties
        if self.type in {"text", "script"}:
            return Variable(kind=self.type, name=self.name, content=given.content)
        return Variable(kind=self.type, name=self.name, url=given.url or given.asset_id or given.content)


class ChosenCast(Given):
    """The fields of a flat request that say who appears, who speaks, and over which music."""

    nothing_at_zero: ClassVar[frozenset[str]] = frozenset({"avatar_id", "music_id", "template_id"})

    avatar_id: Number | None = None
    avatar_type: int = Field(default=0, ge=0, le=1, description="0 public, 1 the key's own")
    voice_id: Name | None = Field(default=None, examples=["en-US-ChristopherNeural"])
    music_id: Number | None = None

    def cast(self) -> Cast:
        """These four as one wish."""
        return Cast(self.avatar_id, self.avatar_type, self.voice_id, self.music_id)
