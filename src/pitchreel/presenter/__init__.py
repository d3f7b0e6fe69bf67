"""Presenters: drawn people who speak a Narration. Each is a file of parameters drawn by one vector rig."""

from pitchreel.presenter.acting import perform
from pitchreel.presenter.cast import Presenter, find_presenter, presenters
from pitchreel.presenter.pose import Pose, mouth_openings, pose_at
from pitchreel.presenter.rig.crops import crop_aspect, face_region
from pitchreel.presenter.rig.figure import draw_presenter

__all__ = [
    "Pose",
    "Presenter",
    "crop_aspect",
    "draw_presenter",
    "face_region",
    "find_presenter",
    "mouth_openings",
    "perform",
    "pose_at",
    "presenters",
]
