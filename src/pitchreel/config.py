"""Settings: every limit and switch, from the environment (PITCHREEL_...) or given in code.

A setting has a default that suits one person's machine. Nothing here is read at import time.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
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

    browser: Literal["off", "on"] = Field(
        default="off", description="read pages that are empty without scripts with the system's Chromium"
    )
    browser_path: str = Field(default="", description="the browser's program; found by its usual names when empty")
    browser_sandbox: bool = Field(default=True, description="refuse to run the browser without its sandbox")
    browser_seconds: float = Field(default=45.0, gt=0, description="clock over drawing one page in the browser")
    browser_memory: int = Field(default=2_000_000_000, gt=0, description="memory of the browser's processes together")
    browser_bytes: int = Field(default=80_000_000, gt=0, description="bytes that the browser may load for one page")

    vision_url: str = Field(
        default="",
        description="OpenAI-compatible endpoint that describes pictures (https://host/v1); none is asked when empty",
    )
    vision_model: str = Field(default="", description="the model that is asked there")
    vision_key: SecretStr = Field(default=SecretStr(""), description="the key that it is asked with")
    vision_seconds: float = Field(default=60.0, gt=0, description="clock over describing one picture")

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
