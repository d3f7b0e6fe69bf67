"""The five documents: Product, Script, Narration, Timeline, Video. They know nobody."""

from pitchreel.documents.base import Document, Model
from pitchreel.documents.narration import Narration
from pitchreel.documents.product import Product
from pitchreel.documents.script import Script
from pitchreel.documents.timeline import Timeline
from pitchreel.documents.video import Video

__all__ = ["Document", "Model", "Narration", "Product", "Script", "Timeline", "Video"]
