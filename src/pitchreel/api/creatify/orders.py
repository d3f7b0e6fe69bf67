"""Orders: requests in the service's names, turned into orders in ours. Pure: nothing is looked up but the catalogue.

A name of the contract becomes the nearest thing that is built, a name outside it a clear fault in strict mode and a
named fallback otherwise; either way the caller's own name is echoed and a warning says what was done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from pitchreel.api.creatify.captions import read_captions
from pitchreel.api.creatify.problems import invalid_choice
from pitchreel.api.creatify.requests import CaptionSetting, PreviewListRequest, ScriptsRequest, VideoRequest
from pitchreel.errors import InvalidRequest
from pitchreel.library import creatify
from pitchreel.library.match import Match
from pitchreel.pipeline import Brief
from pitchreel.service.order import Order
from pitchreel.styles import CaptionLook

RECOMMENDED = ("DiscoveryWriter", "ProblemSolutionV2", "BenefitsV2", "StoryTimeWriter")
"""Scripts are written in these styles where none was asked for, as the service's own app shows several."""
USUAL_MUSIC = 0.3
"""The volume, of 1, at which the service's films have their music as a rule: what ours have it at is called that."""
DIALECT = "creatify"


class Names:
    """The catalogue as one request uses it: gathers what the names are echoed as, and the warnings."""

    def __init__(self, *, strict: bool) -> None:
        self.strict = strict
        self.shown: dict[str, Any] = {}
        self.warnings: list[str] = []

    def find(self, field: str, match: Callable[..., Match], value: object, *args: Any, **more: Any) -> Match:
        """What a value of the wire means; raises InvalidRequest in strict mode for one outside the contract."""
        try:
            found = match(value, *args, strict=self.strict, field=field, **more)
        except InvalidRequest:
            raise invalid_choice(field, value) from None
        if found.shown:
            self.shown[field] = found.shown
        self.warn(found.warning)
        return found

    def all(self, field: str, match: Callable[..., Match], values: Iterable[str]) -> dict[str, str]:
        """The same for a list of names without repetitions: as the contract spells them, and what they mean."""
        found = {}
        for value in filter(str.strip, values):
            one = self.find(field, match, value)
            if one.ours:
                found[one.shown] = one.ours
        self.shown.pop(field, None)
        return found

    def fit(self, visual_style: str, ratio: str) -> None:
        """Look whether the contract has a visual style in a ratio; raises InvalidRequest in strict mode where not."""
        problem = creatify.misshapen(visual_style, ratio)
        if problem and self.strict:
            raise InvalidRequest("aspect_ratio", problem)
        if problem:
            self.warn(f"{problem}; here it is made in {ratio.replace(':', 'x')} all the same")

    def warn(self, warning: str | None) -> None:
        """Put a warning down, once."""
        if warning and warning not in self.warnings:
            self.warnings.append(warning)


def film_order(
    asked: VideoRequest, names: Names, *, product: int, presenter: int | None = None, base: str = ""
) -> Order:
    """The film of a link. ``presenter`` is the row of a presenter of the caller's own."""
    own_script = (asked.override_script or "").strip()
    language = names.find("language", creatify.match_language, asked.language, own_script=bool(own_script)).ours
    voice = names.find("override_voice", creatify.match_voice, _text(asked.override_voice), language)
    persona = Match(ours=None)
    if presenter is None and not asked.override_avatar_by_image:
        avatar = _text(asked.override_avatar)
        persona = names.find("override_avatar", creatify.match_persona, avatar, gender=voice.gender)
    music, music_url = _music(asked, names)
    hidden, look = _captions(asked, names)
    names.find("model_version", creatify.match_model, asked.model_version)
    ratio = names.find("aspect_ratio", creatify.match_ratio, asked.aspect_ratio).ours or "9:16"
    style = names.find("visual_style", creatify.match_visual_style, asked.visual_style)
    names.fit(style.shown, ratio)
    brief = Brief.of(
        length=int(names.find("video_length", creatify.match_length, asked.video_length).ours or 30),
        ratio=ratio,
        style=style.ours,
        script_style=names.find("script_style", creatify.match_script_style, _script_style(asked)).ours,
        script=own_script or None,
        language=language,
        # A persona without a voice speaks with one that fits.
        voice=voice.ours or persona.gender,
        presenter=persona.ours,
        music=music,
        captions=False if hidden else None,
        caption_look=look,
        no_cta=asked.no_cta,
        **_volumes(asked),
    )
    return Order(
        kind="film",
        brief=brief,
        product=product,
        presenter=presenter,
        music_url=music_url,
        echo=_echo(asked, names),
        base=base,
        webhook_url=asked.webhook_url or "",
        name=asked.name or "",
        warnings=tuple(names.warnings),
    )


def previews_order(
    asked: VideoRequest, names: Names, *, product: int, presenter: int | None = None, base: str = ""
) -> Order:
    """One ad in several visual styles, small; one style where the request has only one."""
    listed = tuple(asked.visual_styles) if isinstance(asked, PreviewListRequest) else (asked.visual_style,)
    styles = names.all("visual_styles", creatify.match_visual_style, listed)
    if not styles:
        raise InvalidRequest("visual_styles", "This list may not be empty")
    ratio = names.find("aspect_ratio", creatify.match_ratio, asked.aspect_ratio).ours or "9:16"
    for style in styles:
        names.fit(style, ratio)
    first = asked.model_copy(update={"visual_style": next(iter(styles))})
    order = film_order(first, names, product=product, presenter=presenter, base=base)
    update = {"kind": "previews", "styles": tuple(styles.values()), "styles_asked": tuple(styles)}
    return order.model_copy(update={**update, "echo": {**order.echo, "visual_styles": list(styles)}})


def scripts_order(asked: ScriptsRequest, names: Names, *, product: int | None = None, base: str = "") -> Order:
    """Texts only, one in each style that was asked for."""
    language = names.find("language", creatify.match_language, asked.language).ours
    length = int(names.find("video_length", creatify.match_length, asked.video_length).ours or 30)
    styles = names.all("script_styles", creatify.match_script_style, asked.script_styles or RECOMMENDED)
    return Order(
        kind="scripts",
        brief=Brief.of(length=length, language=language, script_style=next(iter(styles.values()), None)),
        product=product,
        script_styles=tuple(styles.values()),
        echo={
            "language": asked.language,
            "target_audience": asked.target_audience,
            "video_length": length,
            "script_styles": list(styles),
            "title": asked.title,
            "description": asked.description,
        },
        base=base,
        warnings=tuple(names.warnings),
    )


def _captions(asked: VideoRequest, names: Names) -> tuple[bool, CaptionLook | None]:
    """Whether there are none, and how they look; None for the style's own way."""
    setting = asked.caption_setting or CaptionSetting()
    captions = read_captions(asked)
    for warning in captions.warnings:
        names.warn(warning)
    named = "caption_setting.style" if setting.style else "caption_style"
    look = names.find(named, creatify.match_caption_style, setting.style or asked.caption_style).ours
    names.find("caption_setting.font_family", creatify.match_font, setting.font_family)
    names.find("caption_setting.font_style", creatify.match_font_style, setting.font_style)
    if not look and captions.look == CaptionLook():
        return captions.hidden, None
    return captions.hidden, captions.look.model_copy(update={"look": look})


def _music(asked: VideoRequest, names: Names) -> tuple[str | None, str]:
    """Our track, or the address of the caller's own; ``none`` for silence, nothing for the style's choice."""
    if asked.no_background_music:
        return "none", ""
    if not asked.background_music_url:
        return None, ""
    try:
        found = creatify.match_music(asked.background_music_url, strict=names.strict)
    except InvalidRequest:
        raise invalid_choice("background_music_url", asked.background_music_url) from None
    if found is None:
        return None, asked.background_music_url
    names.warn(found.warning)
    return found.ours, ""


def _script_style(asked: VideoRequest) -> str:
    """The script style; where none was given, the opening that the visual style is named after."""
    opening = None if "script_style" in asked.model_fields_set else creatify.opening_of(asked.visual_style)
    return opening or asked.script_style


def _volumes(asked: VideoRequest) -> dict[str, float]:
    volumes = {}
    if asked.background_music_volume is not None:
        volumes["music_volume"] = round(asked.background_music_volume / USUAL_MUSIC, 3)
    if asked.voiceover_volume is not None:
        volumes["voice_volume"] = asked.voiceover_volume
    return volumes


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _echo(asked: VideoRequest, names: Names) -> dict[str, Any]:
    """The request as it is answered: names as the contract spells them, the rest as it came."""
    told = asked.model_dump(mode="json", exclude={"caption_offset_x", "caption_offset_y"})
    for field in ("caption_offset_x", "caption_offset_y"):
        told[field] = _decimal(getattr(asked, field))
    for field in ("visual_style", "script_style", "language", "aspect_ratio"):
        told[field] = names.shown.get(field, told[field])
    told["video_length"] = int(names.shown.get("video_length", asked.video_length))
    return told


def _decimal(value: float | None) -> str | None:
    return None if value is None else f"{value:g}"
