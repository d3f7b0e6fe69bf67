"""What a limited process does for the library's files: one function for each kind of them.

Each writes into a folder beside its place and then moves what it made there, so that a file is whole or missing.
Whatever comes cheaper together is made together: all portraits, all sleeves, a style in its three ratios.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pitchreel.config import Settings
from pitchreel.library.names import RATIOS
from pitchreel.library.places import crossed

_MANNERS = 10
"""Niceness: whoever polls a status must not wait for a cover."""


@contextmanager
def _workplace(folder: Path, kind: str) -> Iterator[Path]:
    os.nice(_MANNERS)
    home = folder / kind
    home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".making-", dir=home) as place:
        made = Path(place) / "made"
        made.mkdir()
        yield made
        for path in made.iterdir():
            path.replace(home / path.name)


def make_portraits(folder: Path, settings: Settings) -> None:
    """The covers of all presenters in all ratios."""
    from pitchreel.library.portraits import draw_portrait
    from pitchreel.presenter import presenters

    with _workplace(folder, "avatars") as made:
        for person in presenters():
            for ratio in RATIOS:
                draw_portrait(person.id, ratio, made / f"{person.id}-{crossed(ratio)}.jpg")


def make_portrait_clip(folder: Path, settings: Settings, presenter: str, ratio: str) -> None:
    """A presenter introducing themselves."""
    from pitchreel.library.portraits import film_portrait

    with _workplace(folder, "avatars") as made:
        film_portrait(presenter, ratio, made / f"{presenter}-{crossed(ratio)}.mp4", made.parent, settings)


def make_sample(folder: Path, settings: Settings, voice: str, name: str) -> None:
    """A voice's sentence."""
    from pitchreel.library.samples import speak_sample

    with _workplace(folder, "voices") as made:
        speak_sample(voice, made / f"{name}.mp3", made.parent, settings)


def make_sleeves(folder: Path, settings: Settings) -> None:
    """The pictures of all pieces of music."""
    from pitchreel.library.sleeves import draw_sleeve
    from pitchreel.music import tracks

    with _workplace(folder, "musics") as made:
        for piece in tracks():
            draw_sleeve(piece.id, made / f"{piece.id}.jpg")


def make_stills(folder: Path, settings: Settings, kind: str, id: str) -> None:
    """A style or template in its three ratios; ``kind`` is ``styles`` or ``templates``."""
    from pitchreel.library.showcase import draw_still

    with _workplace(folder, kind) as made:
        for ratio in RATIOS:
            draw_still(folder / "showcase", settings, kind, id, ratio, made / f"{id}-{crossed(ratio)}.jpg")


def make_clip(folder: Path, settings: Settings, template: str, ratio: str) -> None:
    """A small film from a template."""
    from pitchreel.library.showcase import film_template

    with _workplace(folder, "templates") as made:
        film_template(folder / "showcase", settings, template, ratio, made / f"{template}-{crossed(ratio)}.mp4")
