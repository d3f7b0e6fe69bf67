"""Settings: every limit and switch, from the environment (PITCHREEL_...) or given in code.

A setting has a default that suits one person's machine. Nothing here is read at import time.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What the operator of this installation may set. Sizes are bytes, times are seconds."""

    model_config = SettingsConfigDict(env_prefix="PITCHREEL_", frozen=True, extra="ignore", validate_default=True)

    home: Path = Field(default=Path("~/.local/share/pitchreel"), description="data folder")

    allow_private: bool = Field(default=False, description="read pages at private and loopback addresses")
    allow_hosts: str = Field(
        default="", description="host:port,... that the fetch guard would otherwise refuse; exactly these"
    )
    user_agent: str = Field(
        default="Pitchreel/0.1 (+self-hosted; product page reader)", description="sent with every request"
    )
    page_bytes: int = Field(default=12_000_000, gt=0, description="largest page, after decompression")
    picture_bytes: int = Field(default=30_000_000, gt=0, description="largest picture file")
    clip_bytes: int = Field(default=200_000_000, gt=0, description="largest clip file")
    page_seconds: float = Field(default=20.0, gt=0, description="clock over one whole exchange for a page")
    media_seconds: float = Field(default=60.0, gt=0, description="clock over one whole exchange for a picture or clip")
    redirects: int = Field(default=5, ge=0, description="redirects followed, each checked again")
    picture_pixels: int = Field(default=80_000_000, gt=0, description="largest picture in pixels")
    pictures: int = Field(default=12, gt=0, description="pictures fetched for one product")
    clips: int = Field(default=3, ge=0, description="clips fetched for one product")
    child_seconds: float = Field(
        default=30.0, gt=0, description="CPU time of a child that parses or decodes something foreign"
    )
    child_memory: int = Field(default=1_500_000_000, gt=0, description="memory of such a child")

    feed_bytes: int = Field(default=300_000_000, gt=0, description="largest feed fetched, after decompression")
    feed_seconds: float = Field(default=120.0, gt=0, description="clock over one whole exchange for a feed")
    feed_products: int = Field(default=10_000, gt=0, description="products read of one feed")
    catalogue_delay: float = Field(
        default=1.0,
        ge=0,
        description="pause between two pages of one host in a catalogue run; robots.txt may ask for more",
    )

    voice_seconds: float = Field(default=120.0, gt=0, description="time for speaking one script")
    script_characters: int = Field(default=6000, gt=0, description="longest script text given by a user")

    processes: int = Field(
        default=0, ge=0, description="processes that render one film; 0 is one for each core, four at most"
    )
    quality: int = Field(default=21, ge=10, le=40, description="x264 crf of the final film")
    preset: Literal["ultrafast", "superfast", "veryfast", "faster", "fast", "medium"] = Field(
        default="veryfast", description="x264 preset of the final film"
    )
    label: bool = Field(default=False, description="show a small note on screen that voice and presenter are synthetic")
