"""Presenters: drawn people who speak a Narration. Each is a file of parameters drawn by one vector rig."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pitchreel.lazy import parts_of
from pitchreel.presenter.acting import perform
from pitchreel.presenter.cast import Presenter, find_presenter, presenters
from pitchreel.presenter.custom import CustomPresenter
from pitchreel.presenter.pose import Pose, mouth_openings, pose_at
from pitchreel.presenter.rig.crops import crop_aspect, face_region
from pitchreel.presenter.rig.figure import draw_presenter

if TYPE_CHECKING:
    from pitchreel.presenter.preparing import prepare_presenter

__all__ = [
    "CustomPresenter",
    "Pose",
    "Presenter",
    "crop_aspect",
    "draw_presenter",
    "face_region",
    "find_presenter",
    "mouth_openings",
    "perform",
    "pose_at",
    "prepare_presenter",
    "presenters",
]

# Loaded on first use: drawing a presenter needs nothing that reads foreign clips and pictures.
__getattr__ = parts_of(__name__, {"prepare_presenter": "preparing"})
