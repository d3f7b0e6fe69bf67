"""Requests of /open: the oldest names, and the newer ones that a guide mixes with them."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import BeforeValidator, ConfigDict, Field

from pitchreel.api.jogg.parts import ChosenCast, required
from pitchreel.api.jogg.reading import Given, Name, Number, Seconds, Shape, Text, Title
from pitchreel.api.jogg.v1.bodies import OLD_CAST, Choice, check_speech
from pitchreel.api.jogg.wishes import SCREENS, FilmWish, TalkWish


class LinkBody(Given):
    """The page of a product."""

    url: Text = Field(examples=["https://shop.example/mug"])


class RenderBody(ChosenCast):
    """A product's film: by the project that the product was answered with, or by the product."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "project_id": "2d0c6f3b5a8e4f7f9d1b6c3a4e5f7081",
                    "aspect_ratio": 0,
                    "lang": "english",
                    "render_subtitle": 1,
                    "avatar_id": 1,
                    "template_name": "Card Stacking",
                    "template_type": "common",
                    "script_style": "Discovery",
                }
            ]
        }
    )

    aliases: ClassVar[dict[str, str]] = {
        **OLD_CAST,
        "lang": "language",
        "render_subtitle": "caption",
        "template_name": "visual_style",
        "title": "video_name",
    }

    project_id: Name | None = None
    product_id: Name | None = None
    aspect_ratio: Shape = Field(default="9:16", json_schema_extra={"default": 0})
    video_length: Seconds = Field(default=30, json_schema_extra={"default": "30"})
    language: Name = "english"
    caption: bool | None = Field(default=None, description="render_subtitle: 0 none, 1 subtitled")
    visual_style: Name | None = Field(default=None, examples=["Card Stacking"])
    template_type: Name = "common"
    index_template_name: Name | None = Field(default=None, description="a template of the library")
    template_id: Number | None = None
    script_style: Name | None = Field(default=None, examples=["Discovery_stage"])
    override_script: Text | None = None
    video_name: Title = ""

    def wish(self) -> FilmWish:
        """The same as every generation has it; raises InvalidRequest without a product."""
        product = self.project_id or self.product_id
        if not product:
            raise required("project_id")
        return FilmWish(
            product=product,
            ratio=self.aspect_ratio,
            length=self.video_length,
            language=self.language,
            cast=self.cast(),
            visual_style=self.visual_style,
            template_id=self.index_template_name or self.template_id,
            template_type=self.template_type,
            script_style=self.script_style,
            override_script=self.override_script,
            caption=self.caption,
            name=self.video_name,
        )


class Recording(Given):
    """The caller's own recording."""

    url: Text = ""
    duration: float | None = None


def _subtitled(value: object) -> object:
    """1 is on and 2 is off here, unlike in project/render."""
    return False if str(value) == "2" else value


class TalkBody(ChosenCast):
    """A talking presenter: exactly one of ``script`` and ``audio_script``."""

    aliases: ClassVar[dict[str, str]] = {**OLD_CAST, "render_subtitle": "caption", "title": "video_name"}

    script: Text | None = None
    audio_script: Recording | None = None
    audio_url: Text | None = None
    aspect_ratio: Shape = Field(default="9:16", json_schema_extra={"default": 0})
    screen_style: Choice = 1
    background_url: Text = ""
    caption: Annotated[bool, BeforeValidator(_subtitled)] | None = Field(
        default=None, description="render_subtitle: 1 on, 2 off"
    )
    video_name: Title = ""

    def wish(self) -> TalkWish:
        """The same as every generation has it; raises InvalidRequest for both texts or neither."""
        audio = (self.audio_script.url if self.audio_script else "") or self.audio_url
        check_speech(self.script, audio)
        return TalkWish(
            script=self.script,
            audio_url=audio,
            cast=self.cast(),
            ratio=self.aspect_ratio,
            screen=SCREENS[self.screen_style],
            background_url=self.background_url,
            caption=self.caption,
            name=self.video_name,
        )


class SignBody(Given):
    """A file that will be sent."""

    filename: Text
    filetype: Text = ""
    use_to: Text = ""
