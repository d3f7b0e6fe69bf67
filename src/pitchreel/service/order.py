"""Order: everything that a project was asked for, in our own words, with the caller's own beside them."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from pitchreel.documents.base import Model
from pitchreel.pipeline import Brief

Kind = Literal["film", "previews", "render", "talk", "template", "scripts", "read", "presenter"]
"""film: a product's ad; previews: one ad in several styles, small; render: a preview in full; talk: somebody speaking
to the camera; template: a film from a template and values alone; scripts: texts only; read: a page into a product row;
presenter: a clip or photograph into a presenter."""
Screen = Literal["background", "green", "alpha"]
"""Behind a talking presenter: a designed backdrop or the caller's picture or clip, green, or nothing (WebM)."""


SPOKEN = 13.0
"""Characters of a script that are spoken in a second, for guessing how long it will take."""


class Variable(Model):
    """A value for a template's variable: words, or the address of a picture or clip."""

    kind: Literal["text", "image", "video", "script"] = "text"
    name: str
    content: str = ""
    url: str = ""


class Order(Model):
    """What a project is to make. Names are ours (already matched); ``asked`` keeps the caller's."""

    kind: Kind
    brief: Brief = Brief()
    """Length, ratio, style, template, script and its style, language, voice, presenter, music, captions, volumes.

    Its files (``music_file``, ``custom_presenter``) are left empty: the job fetches them from the addresses below.
    """
    product: int | None = None
    """Row id of the product."""
    link: str = ""
    """The page to read, for ``read``."""
    styles: tuple[str, ...] = ()
    """Previews: the visual styles, ours."""
    styles_asked: tuple[str, ...] = ()
    """Previews: the same as the caller named them, place by place; empty for the same names."""
    style_warnings: dict[str, str] = Field(default_factory=dict)
    """Previews: which of the warnings is of which style, by the name that the caller gave it."""
    preview: str = ""
    """Render: the id of the preview row."""
    count: int = Field(default=3, ge=1, le=12)
    """Scripts: how many."""
    script_styles: tuple[str, ...] = ()
    """Scripts: one of each of these, instead of ``count`` of the brief's."""
    audio_url: str = ""
    """The caller's own recording instead of a spoken script."""
    screen: Screen = "background"
    background_url: str = ""
    """A picture or clip behind the presenter."""
    music_url: str = ""
    """The caller's own music."""
    variables: tuple[Variable, ...] = ()
    """Template: what fills it."""
    presenter: int | None = None
    """Row id of a custom presenter: the one that appears, or for ``presenter`` the one to be made ready."""
    draft: bool = False
    """A small film at a low frame rate, as previews are."""
    asked: dict[str, Any] = Field(default_factory=dict)
    """Names and numbers as the caller gave them, for the answer."""
    echo: dict[str, Any] = Field(default_factory=dict)
    """The request in the dialect's words, where the dialect repeats it."""
    base: str = ""
    """The address under which the caller reached the server, for addresses in notices: https://host[:port]."""
    webhook_url: str = ""
    requests: tuple[str, ...] = ()
    """Ids that Idempotency-Keys made for runs of a project whose own id comes from elsewhere."""
    name: str = ""
    warnings: tuple[str, ...] = ()

    def of_style(self, asked: str) -> Order:
        """The same wishes when one of several styles was chosen: without what was said of the others."""
        others = {said for name, said in self.style_warnings.items() if name != asked}
        warnings = tuple(said for said in self.warnings if said not in others - {self.style_warnings.get(asked)})
        names = {**self.asked, "visual_style": asked} if "visual_style" in self.asked else self.asked
        return self.model_copy(update={"warnings": warnings, "asked": names})

    """What matching the names had to say; they begin the project's warnings."""
