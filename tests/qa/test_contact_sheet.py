"""The contact sheet: its frames, its formats, its footer."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from faults.film import Case
from PIL import Image

from pitchreel.documents.video import Check
from pitchreel.errors import MediaError, OutputError
from pitchreel.qa import contact_sheet


@pytest.mark.parametrize(("suffix", "format"), [(".jpg", "JPEG"), (".png", "PNG")])
def test_the_suffix_chooses_the_format(case: Case, tmp_path: Path, suffix: str, format: str) -> None:
    out = contact_sheet(case.path, case.timeline, tmp_path / f"sheet{suffix}", cell=60)
    with Image.open(out) as image:
        assert image.format == format
        assert image.width == 6 * 68 + 8
        # The hook, and two frames of each of three shots.
        assert image.height > 2 * 60 * 16 / 9


def test_no_cell_is_empty(case: Case, tmp_path: Path) -> None:
    out = contact_sheet(case.path, case.timeline, tmp_path / "sheet.png", cell=60, marks=False)
    with Image.open(out) as image:
        pixels = np.asarray(image.convert("L"))
    for row in range(2):
        for column in range(6):
            cell = pixels[8 + row * 137 :, 8 + column * 68 :][:107, :60]
            assert cell.std() > 10, (row, column)


def test_what_failed_stands_in_the_footer(case: Case, tmp_path: Path) -> None:
    def rows(*checks: Check) -> int:
        out = contact_sheet(case.path, case.timeline, tmp_path / "sheet.png", cell=60, checks=checks)
        with Image.open(out) as image:
            return image.height

    fine, poor = Check(id="V1", title="black", outcome="pass"), Check(id="V2", title="frozen", outcome="fail")
    assert rows() < rows(fine) == rows(fine, poor) < rows(fine, poor, poor)


def test_other_names_and_broken_films_are_refused(case: Case, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"neither \.jpg nor \.png"):
        contact_sheet(case.path, case.timeline, tmp_path / "sheet.gif")
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"no film")
    with pytest.raises(MediaError, match="cannot be decoded"):
        contact_sheet(broken, case.timeline, tmp_path / "sheet.png")
    assert list(tmp_path.iterdir()) == [broken]
