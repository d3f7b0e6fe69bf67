"""The pipeline: the stages one after the other, over the documents in a film's folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pitchreel.lazy import parts_of

if TYPE_CHECKING:
    from pitchreel.pipeline.brief import Brief
    from pitchreel.pipeline.canvases import with_canvases
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
    "with_canvases",
]

_HOMES = {
    "TALK_SHARES": "talk",
    "Brief": "brief",
    "Filled": "variables",
    "Given": "variables",
    "Step": "pace",
    "TalkBrief": "talk",
    "finish": "film",
    "lay_out": "film",
    "lay_out_talk": "talk",
    "make_catalogue": "catalogue",
    "make_previews": "previews",
    "make_talk": "talk",
    "make_video": "film",
    "product_from_variables": "variables",
    "shoot": "film",
    "tell": "film",
    "tell_talk": "talk",
    "vet_talk": "talk",
    "with_canvases": "canvases",
}

# On first use: whoever only fills in a Brief, as the server does, need not load what films are made with.
__getattr__ = parts_of(__name__, _HOMES)
