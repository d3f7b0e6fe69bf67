"""The pipeline: the stages one after the other, over the documents in a film's folder."""

from pitchreel.pipeline.brief import Brief
from pitchreel.pipeline.catalogue import make_catalogue
from pitchreel.pipeline.film import finish, lay_out, make_video, shoot, tell
from pitchreel.pipeline.pace import Step
from pitchreel.pipeline.previews import make_previews

__all__ = ["Brief", "Step", "finish", "lay_out", "make_catalogue", "make_previews", "make_video", "shoot", "tell"]
