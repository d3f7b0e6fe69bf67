"""Orders: wishes in the services' names, turned into orders in ours. Pure: nothing is looked up but the catalogue.

A name of the contract becomes the nearest thing that is built, a name outside it a clear fault in strict mode and a
named fallback otherwise; either way the caller's own name is kept and a warning says what was done.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from pitchreel.api.jogg.wishes import Cast, FilmWish, ScriptsWish, TalkWish, TemplateWish
from pitchreel.errors import InvalidRequest
from pitchreel.library import jogg
from pitchreel.library.match import Match
from pitchreel.pipeline import Brief
from pitchreel.service.order import SPOKEN, Order
from pitchreel.service.rows import OWN_AVATARS
from pitchreel.styles import find_template

CARD = 4.0
"""Seconds of a film before its first word and after its last."""
SCRIPTS = 3
"""Texts written where no style was asked for, each in another one."""


class Names:
    """The catalogue as one request uses it: keeps what was asked for and gathers the warnings.

    ``own`` are the states of the key's presenters by row number; ``strict`` as in the settings.
    """

    def __init__(self, *, strict: bool, own: Mapping[int, str] = MappingProxyType({})) -> None:
        self.strict = strict
        self.own = own
        self.asked: dict[str, Any] = {}
        self.warnings: list[str] = []

    def keep(self, field: str, match: Match) -> str | None:
        """Take a match: what it is called here, its shown name and its warning put down."""
        if match.shown:
            self.asked[field] = match.shown
        if match.warning:
            self.warnings.append(match.warning)
        return match.ours

    def cast(self, cast: Cast, language: str | None) -> tuple[dict[str, str | None], int | None]:
        """The brief's presenter, voice and music, and the row of a presenter of the key's own.

        Raises InvalidRequest for one that is not ready.
        """
        row = self._own_row(cast)
        voice = jogg.match_voice(cast.voice_id, language, strict=self.strict)
        avatar = Match(ours=None, shown=str(cast.avatar_id)) if row is not None else self._avatar(cast, voice)
        chosen = {
            "presenter": self.keep("avatar", avatar),
            "voice": self.keep("voice", voice) or avatar.gender,
            "music": self.keep("music", jogg.match_music(cast.music_id, strict=self.strict)),
        }
        return chosen, row

    def language(self, word: str, field: str, *, own_script: bool = False) -> str | None:
        """The language's code."""
        return self.keep("language", jogg.match_language(word, own_script=own_script, strict=self.strict, field=field))

    def script_style(self, name: str | None) -> str | None:
        """The script style's id."""
        return self.keep("script_style", jogg.match_script_style(name, strict=self.strict))

    def style(self, name: str | None) -> str | None:
        """The visual style's id."""
        return self.keep("visual_style", jogg.match_visual_style(name, strict=self.strict))

    def template(self, number: int | str | None, kind: str) -> Match:
        """The template, with the shape that its number stands for."""
        match = jogg.match_template(number, kind, strict=self.strict)
        self.keep("template", match)
        return match

    def _avatar(self, cast: Cast, voice: Match) -> Match:
        return jogg.match_avatar(cast.avatar_id, cast.avatar_type, gender=voice.gender, strict=self.strict)

    def _own_row(self, cast: Cast) -> int | None:
        if cast.avatar_id is None:
            return None
        row = cast.avatar_id - OWN_AVATARS
        state = self.own.get(row)
        if state not in (None, "done"):
            said = "could not be made" if state == "failed" else "is still being made"
            raise InvalidRequest("avatar_id", f"avatar_id {cast.avatar_id} {said}", "See the list of your own avatars")
        return row if state else None


def film_order(wish: FilmWish, names: Names, *, product: int, draft: bool = False) -> Order:
    """A product's ad; ``draft`` makes the small one that previews are."""
    own_script = bool(wish.override_script)
    language = names.language(wish.language, "language", own_script=own_script)
    cast, presenter = names.cast(wish.cast, language)
    template = names.template(wish.template_id, wish.template_type)
    brief = Brief.of(
        length=wish.length,
        ratio=wish.ratio,
        style=names.style(wish.visual_style),
        template=template.ours,
        script_style=names.script_style(wish.script_style),
        script=wish.override_script or None,
        language=language,
        captions=wish.caption,
        **cast,
    )
    return Order(
        kind="film",
        brief=brief,
        product=product,
        presenter=presenter,
        draft=draft,
        asked=names.asked,
        name=wish.name,
        webhook_url=wish.webhook_url,
        warnings=tuple(names.warnings),
    )


def previews_order(wish: FilmWish, names: Names, *, product: int) -> Order:
    """One ad in several visual styles, small."""
    styles: list[tuple[str, str | None]] = []
    said: dict[str, str] = {}
    for asked in wish.visual_styles:
        before = len(names.warnings)
        styles.append((asked, names.style(asked)))
        if len(names.warnings) > before:
            said[asked] = names.warnings[-1]
    built = [(asked, style) for asked, style in styles if style]
    if not built:
        raise InvalidRequest("visual_styles", "visual_styles is required")
    order = film_order(wish, names, product=product)
    return order.model_copy(
        update={
            "kind": "previews",
            "styles": tuple(style for _, style in built),
            "styles_asked": tuple(asked for asked, _ in built),
            "style_warnings": said,
        }
    )


def talk_order(wish: TalkWish, names: Names) -> Order:
    """Somebody speaking to the camera."""
    cast, presenter = names.cast(wish.cast, None)
    brief = Brief.of(ratio=wish.ratio, script=wish.script, captions=wish.caption, **cast)
    return Order(
        kind="talk",
        brief=brief,
        audio_url=wish.audio_url or "",
        screen=wish.screen,
        background_url=wish.background_url,
        presenter=presenter,
        asked=names.asked,
        name=wish.name,
        webhook_url=wish.webhook_url,
        warnings=tuple(names.warnings),
    )


def template_order(wish: TemplateWish, names: Names) -> Order:
    """A film from a template and values. A number that names no template of ours takes the nearest one."""
    template = names.template(wish.template_id, wish.template_type)
    if template.ours is None:
        raise InvalidRequest("template_id", "template_id is required")
    given = tuple(value for value in wish.values if value.content or value.url)
    script = " ".join(value.content for value in given if value.kind == "script")
    language = names.language(wish.language, "lang", own_script=bool(script))
    cast, presenter = names.cast(wish.cast, language)
    brief = Brief.of(
        length=length_for(script),
        ratio=template.ratio or "9:16",
        template=template.ours,
        language=language,
        captions=wish.caption,
        voice_volume=0.0 if wish.silent else 1.0,
        **cast,
    )
    return Order(
        kind="template",
        brief=brief,
        variables=given,
        presenter=presenter,
        asked=names.asked,
        name=wish.name or find_template(template.ours).name,
        webhook_url=wish.webhook_url,
        warnings=tuple(names.warnings),
    )


def length_for(script: str) -> int:
    """The shortest length of the contract that a script fits into; the shortest of all without one."""
    seconds = len(script) / SPOKEN + CARD
    return next((length for length in (15, 30) if seconds <= length), 60)


def scripts_order(wish: ScriptsWish, names: Names, *, product: int) -> Order:
    """Texts only: in the style that was asked for, or each in another one."""
    language = names.language(wish.language, "language")
    style = names.script_style(wish.script_style)
    brief = Brief.of(length=wish.length, language=language, script_style=style)
    return Order(
        kind="scripts",
        brief=brief,
        product=product,
        count=SCRIPTS,
        asked=names.asked,
        webhook_url=wish.webhook_url,
        warnings=tuple(names.warnings),
    )
