"""Requests of /v2: nested, words for choices. The flat form of the service's own guides is taken as well."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from pydantic import ConfigDict, Field, model_validator

from pitchreel.api.jogg.parts import Filling, required
from pitchreel.api.jogg.reading import Given, Name, Number, Seconds, ShapeWord, Text, Title
from pitchreel.api.jogg.v1.bodies import Choice, check_speech
from pitchreel.api.jogg.wishes import SCREENS, Cast, FilmWish, TalkWish, TemplateWish

Nest = dict[str, dict[str, str]]
"""Parts of a request, each with the flat names of its fields."""


class Nested(Given):
    """A request in parts, whose fields may stand flat as well; what a part has already stays."""

    nest: ClassVar[Nest] = {}

    @model_validator(mode="before")
    @classmethod
    def _nested(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        whole = dict(data)
        for part, names in cls.nest.items():
            given = whole.get(part)
            if given and not isinstance(given, dict):
                continue
            lifted = {name: data[flat] for flat, name in names.items() if data.get(flat) not in (None, "", [], {})}
            if lifted or given:
                whole[part] = {**lifted, **(given or {})}
        return whole


class VideoSpec(Given):
    """The film's shape and length."""

    aspect_ratio: ShapeWord = Field(default="16:9", json_schema_extra={"default": "landscape"})
    length: Seconds
    caption: bool | None = None
    name: Title = ""


class AvatarPart(Given):
    """Who appears; ``type`` 0 public, 1 the key's own."""

    nothing_at_zero: ClassVar[frozenset[str]] = frozenset({"id"})

    id: Number
    type: int = Field(default=0, ge=0, le=1)


class VoicePart(Given):
    """Who speaks."""

    id: Name | None = None


class AudioPart(Given):
    """The music; 0 leaves the choice to the server."""

    nothing_at_zero: ClassVar[frozenset[str]] = frozenset({"music_id"})

    music_id: Number | None = None


class ScriptPart(Given):
    """How the words are written."""

    style: Name | None = None
    language: Name | None = None


class FilmBody(Nested):
    """An ad for a product."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "product_id": "MTAwMDAwMDE",
                    "video_spec": {"aspect_ratio": "portrait", "length": "15", "caption": True},
                    "avatar": {"id": 1, "type": 0},
                    "voice": {"id": "en-US-ChristopherNeural"},
                    "audio": {"music_id": 13},
                    "script": {"style": "Storytime", "language": "english"},
                    "visual_style": "FullScreen",
                }
            ]
        }
    )

    nothing_at_zero: ClassVar[frozenset[str]] = frozenset({"template_id"})
    nest: ClassVar[Nest] = {
        "video_spec": {
            "aspect_ratio": "aspect_ratio",
            "video_length": "length",
            "length": "length",
            "caption": "caption",
            "video_name": "name",
            "name": "name",
        },
        "avatar": {"avatar_id": "id", "avatar_type": "type"},
        "voice": {"voice_id": "id"},
        "audio": {"music_id": "music_id"},
        "script": {"script_style": "style"},
    }

    product_id: Name
    video_spec: VideoSpec
    avatar: AvatarPart
    voice: VoicePart = VoicePart()
    audio: AudioPart = AudioPart()
    script: ScriptPart = ScriptPart()
    language: Name = Field(default="english", description="also inside script")
    visual_style: Name | None = None
    template_id: Number | None = None
    template_type: Name = "public"
    override_script: Text | None = Field(default=None, description="the words to speak instead of written ones")
    webhook_url: Text = ""

    def wish(self) -> FilmWish:
        """The same as every generation has it; raises InvalidRequest without a script style."""
        if not self.script.style and not self.override_script:
            raise required("script.style")
        return FilmWish(
            product=self.product_id,
            ratio=self.video_spec.aspect_ratio,
            length=self.video_spec.length,
            language=self.script.language or self.language,
            cast=Cast(self.avatar.id, self.avatar.type, self.voice.id, self.audio.music_id),
            visual_style=self.visual_style,
            visual_styles=self.styles(),
            template_id=self.template_id,
            template_type=self.template_type,
            script_style=self.script.style,
            override_script=self.override_script,
            caption=self.video_spec.caption,
            name=self.video_spec.name,
            webhook_url=self.webhook_url,
        )

    def styles(self) -> tuple[str, ...]:
        """The visual styles of previews; none for a film."""
        return ()


class PreviewsBody(FilmBody):
    """One ad in several visual styles."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "product_id": "MTAwMDAwMDE",
                    "video_spec": {"aspect_ratio": "portrait", "length": "15"},
                    "avatar": {"id": 1, "type": 0},
                    "script": {"style": "Storytime", "language": "english"},
                    "visual_styles": ["FullScreen", "Card Stacking"],
                }
            ]
        }
    )

    visual_styles: tuple[Name, ...] = Field(min_length=1, max_length=20)

    def styles(self) -> tuple[str, ...]:
        """The visual styles, each once."""
        return tuple(dict.fromkeys(self.visual_styles))


class PreviewBody(Given):
    """The preview to be rendered in full."""

    preview_id: Name
    webhook_url: Text | None = None


class TalkingAvatar(Given):
    """Who appears."""

    aliases: ClassVar[dict[str, str]] = {"id": "avatar_id", "type": "avatar_type"}

    avatar_id: Number
    avatar_type: int = Field(default=0, ge=0, le=1)


class TalkingVoice(Given):
    """What is said, by whom: a script and a voice, or a recording."""

    aliases: ClassVar[dict[str, str]] = {"id": "voice_id"}

    type: Literal["script", "audio"] | None = None
    script: Text | None = None
    audio_url: Text | None = None
    voice_id: Name | None = None


class TalkBody(Nested):
    """A talking presenter."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "avatar": {"avatar_id": 1, "avatar_type": 0},
                    "voice": {
                        "type": "script",
                        "script": "This mug keeps tea warm for an hour.",
                        "voice_id": "en-US-JennyNeural",
                    },
                    "aspect_ratio": "portrait",
                    "screen_style": 1,
                }
            ]
        }
    )

    nest: ClassVar[Nest] = {
        "avatar": {"avatar_id": "avatar_id", "avatar_type": "avatar_type"},
        "voice": {"script": "script", "audio_url": "audio_url", "voice_id": "voice_id"},
    }

    avatar: TalkingAvatar
    voice: TalkingVoice
    aspect_ratio: ShapeWord = Field(default="16:9", json_schema_extra={"default": "landscape"})
    screen_style: Choice = Field(default=1, description="1 a background, 2 green screen, 3 WebM with alpha")
    background_url: Text = ""
    caption: bool | None = None
    video_name: Title = ""
    webhook_url: Text = ""

    def wish(self) -> TalkWish:
        """The same as every generation has it: ``voice.type`` decides where both texts are given."""
        voice = self.voice
        script = None if voice.type == "audio" else voice.script
        audio = None if voice.type == "script" else voice.audio_url
        if voice.type == "audio" and not audio:
            raise required("voice.audio_url")
        check_speech(script, audio)
        if script and not voice.voice_id:
            raise required("voice.voice_id")
        return TalkWish(
            script=script,
            audio_url=audio,
            cast=Cast(self.avatar.avatar_id, self.avatar.avatar_type, voice.voice_id),
            ratio=self.aspect_ratio,
            screen=SCREENS[self.screen_style],
            background_url=self.background_url,
            caption=self.caption,
            name=self.video_name,
            webhook_url=self.webhook_url,
        )


class TemplateBody(Given):
    """A film from a template and values. How layers move is the template's own choice here."""

    aliases: ClassVar[dict[str, str]] = {
        "lang": "voice_language",
        "language": "voice_language",
        "caption": "captions_enabled",
        "music_id": "background_music_id",
    }
    nothing_at_zero: ClassVar[frozenset[str]] = frozenset({"template_id", "avatar_id", "background_music_id"})

    template_id: Number
    template_type: Name = "common"
    voice_language: Name = "english"
    variables: tuple[Filling, ...] = Field(max_length=100)
    video_name: Title = ""
    avatar_id: Number | None = None
    avatar_type: int = Field(default=0, ge=0, le=1)
    voice_id: Name | None = None
    captions_enabled: bool | None = None
    background_music_id: Number | None = None
    webhook_url: Text = ""

    def wish(self) -> TemplateWish:
        """The same as every generation has it."""
        return TemplateWish(
            template_id=self.template_id,
            language=self.voice_language,
            values=tuple(variable.value() for variable in self.variables),
            cast=Cast(self.avatar_id, self.avatar_type, self.voice_id, self.background_music_id),
            template_type=self.template_type,
            caption=self.captions_enabled,
            name=self.video_name,
            webhook_url=self.webhook_url,
        )


class UploadBody(Given):
    """A file that will be sent."""

    filename: Text
    content_type: Text = ""
    file_size: Number | None = None
