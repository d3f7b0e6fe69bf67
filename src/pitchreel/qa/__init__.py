"""Quality: what a finished film is measured by, against its Timeline and Narration."""

from __future__ import annotations

from pathlib import Path

from pitchreel.documents import Narration, Product, Script, Timeline
from pitchreel.documents.video import Check
from pitchreel.qa.balance import check_balance
from pitchreel.qa.container import check_container
from pitchreel.qa.footage import read_footage
from pitchreel.qa.mouth import check_mouth
from pitchreel.qa.picture import check_pictures
from pitchreel.qa.scale import check_scale
from pitchreel.qa.sheet import contact_sheet
from pitchreel.qa.sound import check_captions, check_sound
from pitchreel.qa.structure import check_structure
from pitchreel.qa.texts import check_texts
from pitchreel.qa.words import check_words


def check_video(
    path: Path,
    timeline: Timeline,
    folder: Path,
    narration: Narration | None = None,
    *,
    product: Product | None = None,
    script: Script | None = None,
) -> tuple[Check, ...]:
    """Measure a finished film: the file, its pictures, its sound, its words; raises MediaError if it cannot be read.

    ``folder`` is the Timeline's. Captions and mouth are held against the narration, numbers against the product,
    length and call to action against the script, where there is one.
    """
    footage = read_footage(path)
    checks = [
        *check_container(footage, timeline),
        *check_structure(footage, timeline, script, narration),
        *check_pictures(footage, timeline),
        *check_scale(footage, timeline, folder),
        *check_sound(footage, timeline),
        *check_balance(timeline, folder),
        *check_words(timeline, folder),
        *check_texts(timeline, product, script),
    ]
    if narration is not None:
        checks += [*check_captions(timeline, narration), *check_mouth(timeline, narration, folder)]
    return tuple(checks)


__all__ = ["check_video", "contact_sheet"]
