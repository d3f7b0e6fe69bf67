"""Variables: a template filled in by hand, without a product page, becomes a Product and an order for its film.

What a template has no place for is not lost: texts become facts that the script may use, pictures and clips are shown
with the others, and a warning names them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from pitchreel.documents import Product
from pitchreel.documents.base import Model
from pitchreel.documents.product import Fact, FactKind, Media, Source
from pitchreel.pipeline.brief import Brief
from pitchreel.styles import ANY_PICTURE, Template, Variable, find_template

LONGEST_NAME = 80
"""Characters of a text that may name what the film is about."""
KINDS: dict[str, FactKind] = {
    "name": "name",
    "title": "name",
    "product": "name",
    "productname": "name",
    "headline": "name",
    "brand": "brand",
    "company": "brand",
    "description": "description",
    "about": "description",
    "site": "site_name",
    "website": "site_name",
    "shop": "site_name",
    "feature": "feature",
    "benefit": "feature",
    "point": "feature",
}
"""What a text says about the product, by the name of its variable without digits, marks and case."""


class Given(Model):
    """A value that somebody gave: words in ``content``; a picture or clip at ``url``, or at ``path`` in the film's
    folder."""

    kind: Literal["text", "image", "video", "script"]
    name: str
    content: str = ""
    url: str = ""
    path: str | None = None


class Filled(NamedTuple):
    """What became of the values: a Product to be gathered like any other, the order, and what could not be used."""

    product: Product
    order: Brief
    warnings: tuple[str, ...]


def product_from_variables(template: str, given: Sequence[Given], order: Brief, *, name: str = "") -> Filled:
    """Fill a template in. ``name`` is what the film is about where no variable says so. Raises UnknownName."""
    return _Filling(find_template(template), order).fill(given, name)


def _bare(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalpha())


class _Filling:
    def __init__(self, template: Template, order: Brief) -> None:
        self._template = template
        self._order = order
        self._values = dict(order.variables)
        self._facts: list[Fact] = []
        self._media: list[Media] = []
        self._scripts: list[str] = []
        self._warnings: list[str] = []

    def fill(self, given: Sequence[Given], name: str) -> Filled:
        known = {variable.name.casefold(): variable for variable in self._template.variables}
        texts: list[str] = []
        for value in given:
            variable = known.get(value.name.casefold())
            if variable is not None and variable.kind != value.kind:
                variable = None
            match value.kind:
                case "image" | "video":
                    self._show(value, variable)
                case "script":
                    self._scripts += [value.content.strip()] if value.content.strip() else []
                case _ if value.content.strip():
                    texts.append(value.content.strip())
                    self._say(value, variable)
        self._name(name, texts)
        changes: dict[str, object] = {"template": self._template.id, "variables": self._values}
        if self._scripts:
            changes["script"] = "\n".join(self._scripts)
            self._values.pop("script", None)
        facts = sorted(self._facts, key=lambda fact: fact.kind != "name")
        product = Product(
            language=self._order.language or "en",
            facts=tuple(facts),
            media=tuple(self._media),
            warnings=tuple(self._warnings),
        )
        return Filled(product, self._order.model_copy(update=changes), tuple(self._warnings))

    def _say(self, value: Given, variable: Variable | None) -> None:
        """Words for the screen where the template has a place for them, and a fact in any case but a button's."""
        words = " ".join(value.content.split())
        if variable is not None:
            self._values[variable.name] = self._cut(words, variable)
            return
        kind = KINDS.get(_bare(value.name))
        if kind is None:
            self._warn(value, "its words may be used by the script")
            kind = "feature"
        self._add(kind, words, value.name)

    def _add(self, kind: FactKind, words: str, place: str) -> None:
        count = sum(fact.kind == kind for fact in self._facts)
        if count and kind != "feature":
            kind, count = "feature", sum(fact.kind == "feature" for fact in self._facts)
        id = f"feature-{count + 1}" if kind == "feature" else kind
        source = Source(method="given", place=place, quote=words[:500])
        self._facts.append(Fact(id=id, kind=kind, text=words, sources=(source,)))

    def _show(self, value: Given, variable: Variable | None) -> None:
        """A picture or clip; a template's variable names it by its id."""
        address = value.url or value.content.strip()
        if not (address or value.path):
            self._warnings.append(f"The variable {value.name!r} names no file")
            return
        logo = value.kind == "image" and variable is None and "logo" in _bare(value.name)
        kind: Literal["picture", "clip"] = "clip" if value.kind == "video" else "picture"
        id = "logo" if logo else f"{kind}-{1 + sum(one.kind == kind for one in self._media)}"
        self._media.append(
            Media(id=id, kind=kind, role="logo" if logo else "gallery", url=address, path=value.path or None)
        )
        if variable is not None:
            self._values[variable.name] = id
        elif not logo and _bare(value.name) != ANY_PICTURE:
            self._warn(value, "it is shown with the others")

    def _name(self, name: str, texts: Sequence[str]) -> None:
        """Every film is about something: what a variable calls it, what the order does, or the first short text."""
        if any(fact.kind == "name" for fact in self._facts):
            return
        short = (" ".join(text.split()) for text in texts)
        called = name.strip() or next((text for text in short if len(text) <= LONGEST_NAME), self._template.name)
        self._add("name", called, "name")

    def _cut(self, words: str, variable: Variable) -> str:
        if len(words) <= variable.longest:
            return words
        kept = re.sub(r"\s+\S*$", "", words[: variable.longest + 1]) or words[: variable.longest]
        self._warnings.append(f"The variable {variable.name!r} was cut to {variable.longest} characters")
        return kept[: variable.longest].rstrip()

    def _warn(self, value: Given, instead: str) -> None:
        names = ", ".join(variable.name for variable in self._template.variables) or "none"
        self._warnings.append(
            f"The template {self._template.id!r} has no {value.kind} variable called {value.name!r} "
            f"(it has: {names}); {instead}"
        )
