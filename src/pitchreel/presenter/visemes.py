"""The fifteen mouth shapes, as five numbers each, and how strongly each insists on its own shape.

The set is Oculus/OVR's. The numbers describe a mouth seen from the front: how far it is open, how wide from corner to
corner, how rounded, and how much of the upper teeth and of the tongue shows. They were set by eye against the rig.

``hold`` follows the dominance of Cohen and Massaro (1993, "Modeling coarticulation in synthetic visual speech"): a
sound with a low hold takes on the shape of its neighbours, one with a high hold keeps its own. It is split in two:
how far the opening is the sound's own, and how far its width and rounding are.
"""

from __future__ import annotations

from typing import NamedTuple

from pitchreel.documents.narration import Viseme


class MouthShape(NamedTuple):
    """A mouth: open may be a little below 0 where the lips press together; the others are 0 to 1."""

    open: float
    width: float
    round: float
    teeth: float
    tongue: float


class Articulation(NamedTuple):
    """A viseme: its shape, its hold on opening and on lips, and whether it is a vowel or a closure."""

    shape: MouthShape
    hold_open: float
    hold_lips: float
    kind: str = "consonant"


REST = MouthShape(0.0, 0.66, 0.0, 0.0, 0.0)
"""The mouth in a pause: closed, the corners a little apart, which the rig draws as a slight smile."""

VISEMES: dict[Viseme, Articulation] = {
    "sil": Articulation(REST, 1.0, 0.6, "rest"),
    "PP": Articulation(MouthShape(-0.06, 0.52, 0.05, 0.0, 0.0), 1.0, 0.35, "closure"),
    "FF": Articulation(MouthShape(0.05, 0.54, 0.0, 1.0, 0.0), 1.0, 0.5, "closure"),
    "TH": Articulation(MouthShape(0.24, 0.56, 0.0, 0.7, 1.0), 0.8, 0.45),
    "DD": Articulation(MouthShape(0.22, 0.57, 0.0, 0.75, 0.55), 0.7, 0.25),
    "kk": Articulation(MouthShape(0.30, 0.56, 0.0, 0.45, 0.0), 0.5, 0.15),
    "CH": Articulation(MouthShape(0.24, 0.40, 0.55, 0.9, 0.0), 0.8, 0.8),
    "SS": Articulation(MouthShape(0.14, 0.63, 0.0, 1.0, 0.0), 0.85, 0.45),
    "nn": Articulation(MouthShape(0.20, 0.57, 0.0, 0.65, 0.5), 0.65, 0.2),
    "RR": Articulation(MouthShape(0.28, 0.43, 0.4, 0.45, 0.2), 0.65, 0.7),
    "aa": Articulation(MouthShape(0.92, 0.60, 0.0, 0.45, 0.2), 1.0, 1.0, "vowel"),
    "E": Articulation(MouthShape(0.58, 0.67, 0.0, 0.55, 0.2), 1.0, 1.0, "vowel"),
    "ih": Articulation(MouthShape(0.38, 0.74, 0.0, 0.75, 0.1), 1.0, 1.0, "vowel"),
    "oh": Articulation(MouthShape(0.70, 0.42, 0.7, 0.15, 0.1), 1.0, 1.0, "vowel"),
    "ou": Articulation(MouthShape(0.34, 0.26, 1.0, 0.0, 0.0), 1.0, 1.0, "vowel"),
}
