"""The pipeline: the stages one after the other, over the documents in a film's folder."""

from pitchreel.pipeline.brief import Brief
from pitchreel.pipeline.catalogue import make_catalogue
from pitchreel.pipeline.film import finish, lay_out, make_video, shoot, tell
from pitchreel.pipeline.pace import Step
from pitchreel.pipeline.previews import make_previews
from pitchreel.pipeline.talk import TALK_SHARES, TalkBrief, lay_out_talk, make_talk, tell_talk, vet_talk
from pitchreel.pipeline.variables import Filled, Given, product_from_variables

__all__ = [
    "TALK_SHARES",
    "Brief",
    "Filled",
    "Given",
    "Step",
    "TalkBrief",
    "finish",
    "lay_out",
    "lay_out_talk",
    "make_catalogue",
    "make_previews",
    "make_talk",
    "make_video",
    "product_from_variables",
    "shoot",
    "tell",
    "tell_talk",
    "vet_talk",
]
