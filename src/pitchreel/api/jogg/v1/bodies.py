"""Requests of /v1: flat, numbers for choices."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import BeforeValidator, ConfigDict, Field, StringConstraints

from pitchreel.api.jogg.parts import ChosenCast, Filling, ProductFacts, required
from pitchreel.api.jogg.reading import Given, Name, Number, Seconds, Shape, Text, Title
from pitchreel.api.jogg.wire import ScreenStyle
from pitchreel.api.jogg.wishes import SCREENS, FilmWish, ScriptsWish, TalkWish, TemplateWish
from pitchreel.service.order import Variable
from pitchreel.service.problems import InvalidRequest

Choice = Annotated[ScreenStyle, BeforeValidator(lambda value: int(value) if str(value).isdigit() else value)]
"""A screen style, also as text."""
Switch = Annotated[
    str, BeforeValidator(lambda value: str(value).lower()), StringConstraints(pattern="^(enabled|disabled)$")
]

OLD_CAST = {
    "person_id": "avatar_id",
    "dp_id": "avatar_id",
    "person_source": "avatar_type",
    "avatar_source": "avatar_type",
    "tts_voice_id": "voice_id",
    "timbre_id": "voice_id",
    "timbre_td": "voice_id",
}
"""Older names of the fields that say who appears and who speaks."""


class FilmBody(ChosenCast):
    """An ad in a visual style or after a template; with neither, FullScreen."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "product_id": "MTAwMDAwMDE",
                    "aspect_ratio": 0,
                    "video_length": "15",
                    "language": "english",
                    "avatar_id": 1,
                    "avatar_type": 0,
                    "visual_style": "FullScreen",
                    "script_style": "Don't Worry",
                    "voice_id": "en-US-ChristopherNeural",
                    "music_id": 13,
                    "caption": True,
                }
            ]
        }
    )

    product_id: Name
    aspect_ratio: Shape
    video_length: Seconds
    language: Name = "english"
    avatar_id: Number
    script_style: Name = Field(examples=["Don't Worry"])
    visual_style: Name | None = Field(default=None, examples=["FullScreen"])
    template_id: Number | None = Field(default=None, description="0 is none")
    template_type: Name = Field(default="public", description="public (common) or custom")
    override_script: Text | None = Field(default=None, description="the words to speak instead of written ones")
    caption: bool | None = None
    video_name: Title = ""

    def wish(self) -> FilmWish:
        """The same as every generation has it."""
        return FilmWish(
            product=self.product_id,
            ratio=self.aspect_ratio,
            length=self.video_length,
            language=self.language,
            cast=self.cast(),
            visual_style=self.visual_style,
            template_id=self.template_id,
            template_type=self.template_type,
            script_style=self.script_style,
            override_script=self.override_script,
            caption=self.caption,
            name=self.video_name,
        )


class TalkBody(ChosenCast):
    """A talking presenter: exactly one of ``script`` and ``audio_url``."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "script": "This mug keeps tea warm for an hour.",
                    "voice_id": "en-US-JennyNeural",
                    "aspect_ratio": 0,
                    "screen_style": 1,
                    "avatar_id": 1,
                    "avatar_type": 0,
                    "caption": True,
                }
            ]
        }
    )

    script: Text | None = None
    audio_url: Text | None = None
    aspect_ratio: Shape = Field(default="9:16", json_schema_extra={"default": 0})
    screen_style: Choice = Field(description="1 a background, 2 green screen, 3 WebM with alpha")
    background_url: Text = Field(default="", description="a picture or clip behind the presenter")
    avatar_id: Number
    caption: bool | None = None
    video_name: Title = ""

    def wish(self) -> TalkWish:
        """The same as every generation has it; raises InvalidRequest for both texts or neither."""
        check_speech(self.script, self.audio_url)
        if self.script and not self.voice_id:
            raise required("voice_id")
        return TalkWish(
            script=self.script,
            audio_url=self.audio_url,
            cast=self.cast(),
            ratio=self.aspect_ratio,
            screen=SCREENS[self.screen_style],
            background_url=self.background_url,
            caption=self.caption,
            name=self.video_name,
        )


def check_speech(script: str | None, audio_url: str | None) -> None:
    """See that there is one thing to say; raises InvalidRequest."""
    if script and audio_url:
        raise InvalidRequest("audio_url", "audio_url and script cannot both be given", "Leave one of them out")
    if not script and not audio_url:
        raise required("script")


class TemplateBody(ChosenCast):
    """A film from a template alone."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "template_id": 107,
                    "lang": "english",
                    "template_type": "common",
                    "variables": [
                        {"type": "text", "name": "hook", "properties": {"content": "Cold tea again?"}},
                        {
                            "type": "script",
                            "name": "script",
                            "properties": {"content": "This mug keeps tea warm for an hour."},
                        },
                        {"type": "video", "name": "opening", "properties": {"url": "https://shop.example/mug.mp4"}},
                    ],
                }
            ]
        }
    )

    aliases: ClassVar[dict[str, str]] = {"language": "lang", "voice_language": "lang"}

    template_id: Number
    lang: Name = "english"
    template_type: Name = Field(default="common", description="common (public) or user (custom)")
    variables: tuple[Filling, ...] = Field(max_length=100)
    caption: bool | None = None
    video_name: Title = ""

    def wish(self) -> TemplateWish:
        """The same as every generation has it."""
        return TemplateWish(
            template_id=self.template_id,
            language=self.lang,
            values=tuple(variable.value() for variable in self.variables),
            cast=self.cast(),
            template_type=self.template_type,
            caption=self.caption,
            name=self.video_name,
        )


class TextBody(ChosenCast):
    """A film from a template, with the text that is spoken beside its variables."""

    aliases: ClassVar[dict[str, str]] = {**OLD_CAST, "language": "lang", "render_subtitle": "caption"}

    text: Text | None = None
    lang: Name = "english"
    template_id: Number
    template_type: Name = "common"
    without_tts: bool = Field(default=False, description="1 leaves the voice out")
    variables: tuple[Filling, ...] = Field(default=(), max_length=100)
    caption: bool | None = None

    def wish(self) -> TemplateWish:
        """The same as every generation has it."""
        values = tuple(filling.value() for filling in self.variables)
        if self.text:
            values = (*values, Variable(kind="script", name="script", content=self.text))
        return TemplateWish(
            template_id=self.template_id,
            language=self.lang,
            values=values,
            cast=self.cast(),
            template_type=self.template_type,
            silent=self.without_tts,
            caption=self.caption,
        )


class ScriptsBody(ProductFacts):
    """Texts for a known product, or for a name and a description."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"language": "english", "product_id": "MTAwMDAwMDE", "video_length": "15"}]}
    )

    language: Name = "english"
    product_id: Name | None = None
    video_length: Seconds = Field(default=30, json_schema_extra={"default": "30"})
    script_style: Name | None = None

    def wish(self) -> ScriptsWish:
        """The same as every generation has it; raises InvalidRequest without a product."""
        if not self.product_id and not self.name:
            raise required("product_id")
        return ScriptsWish(
            language=self.language,
            length=self.video_length,
            product=self.product_id,
            script_style=self.script_style,
        )


class UploadBody(Given):
    """A file that will be sent."""

    filename: Text = Field(examples=["kitchen.jpg"])


class AvatarBody(Given):
    """A presenter to be made from a clip or a photograph."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"origin_url": "https://shop.example/ann.mp4", "name": "Ann"}]}
    )

    origin_url: Text
    name: Name


class EndpointBody(Given):
    """Where events are sent to."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"url": "https://hooks.example/films", "events": ["generated_video_success"]}]}
    )

    url: Text
    events: tuple[Name, ...] = Field(max_length=100)
    status: Switch = "enabled"


class EndpointChange(Given):
    """What to change of an endpoint; the secret stays."""

    url: Text | None = None
    events: tuple[Name, ...] | None = Field(default=None, max_length=100)
    status: Switch | None = None
