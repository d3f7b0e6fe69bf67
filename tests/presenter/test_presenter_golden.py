"""Golden frames: small pictures of every presenter, kept beside the tests.

Where the drawing was meant to change, ``python tests/presenter/test_presenter_golden.py`` draws them anew; look at
them before you keep them.
"""

from pathlib import Path

import numpy as np
import pytest
from drawn import GOLDEN, drawn
from PIL import Image

from pitchreel.presenter import presenters

HOME = Path(__file__).parent / "golden"
GROUND = 230.0


def frame(name, pose, crop, width, height):
    picture = drawn(name, pose, crop, width, height).astype(float)
    cover = picture[..., 3:] / 255
    return picture[..., :3] * cover + GROUND * (1 - cover)


def sheet(name):
    """All golden poses of a presenter side by side."""
    frames = [frame(name, *spec) for spec in GOLDEN.values()]
    height = max(len(item) for item in frames)
    padded = [np.pad(item, ((0, height - len(item)), (0, 0), (0, 0)), constant_values=GROUND) for item in frames]
    return np.concatenate(padded, axis=1)


@pytest.mark.parametrize("name", [item.id for item in presenters()])
def test_a_presenter_looks_as_when_last_looked_at(name):
    kept = np.asarray(Image.open(HOME / f"{name}.png").convert("RGB"), dtype=float)
    now = sheet(name)
    assert now.shape == kept.shape
    apart = np.abs(now - kept)
    # the kept file's five bits cost up to four levels anywhere; a moved or recoloured part costs far more
    assert apart.mean() < 2.6
    assert (apart.max(axis=2) > 40).mean() < 0.003


if __name__ == "__main__":
    HOME.mkdir(exist_ok=True)
    for item in presenters():
        coarse = (np.round(sheet(item.id)).astype(np.uint8) & 0xF8) | 0x04  # five bits a channel, to keep files small
        Image.fromarray(coarse).save(HOME / f"{item.id}.png", optimize=True)
