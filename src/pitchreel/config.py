"""Settings: every limit and switch, from the environment (PITCHREEL_...), one file, or given in code.

A setting has a default that suits one person's machine. Nothing here is read at import time. What is given in code wins
over the environment, the environment over the file: the one that PITCHREEL_CONFIG names, else ``pitchreel.toml`` in the
data folder. The file holds the settings' names in small letters without the prefix: ``keep_days = 14``.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from pitchreel.errors import InputError


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

    database_url: str = Field(
        default="", description="sqlite:///path or postgresql://user:password@host/name; a file in the data folder"
    )
    blobs_url: str = Field(
        default="", description="where files go: file:///folder or s3://bucket/prefix; the data folder's blobs"
    )
    secret: SecretStr = Field(
        default=SecretStr(""),
        description="signs upload and share addresses; made and kept in the data folder when empty; the same on "
        "every machine of one installation",
    )
    public_url: str = Field(
        default="", description="how the server is reached from outside (https://ads.example.com); else as it was asked"
    )
    trusted_hosts: str = Field(
        default="",
        description="names,... that the server answers to beside loopback and public_url; *.example.com for all below",
    )
    cors_origins: str = Field(default="", description="origins,... whose pages may call the server from a browser")
    body_bytes: int = Field(default=2_000_000, gt=0, description="largest body of a request that is no upload")
    upload_picture_bytes: int = Field(default=10_000_000, gt=0, description="largest picture that may be uploaded")
    upload_clip_bytes: int = Field(default=100_000_000, gt=0, description="largest clip that may be uploaded")
    upload_sound_bytes: int = Field(default=20_000_000, gt=0, description="largest sound that may be uploaded")
    upload_seconds: float = Field(default=3600.0, gt=0, description="how long an upload address is good for")
    share_seconds: float = Field(default=604_800.0, gt=0, description="how long a share link is good for")
    idempotency_seconds: float = Field(
        default=86_400.0, gt=0, description="how long the answer to a request with an Idempotency-Key is kept"
    )
    rate_limit: int = Field(default=0, ge=0, description="POST requests that a key may send in a minute; 0 is no limit")
    metrics_token: SecretStr = Field(
        default=SecretStr(""), description="Bearer token that /metrics asks for; none when empty"
    )
    strict_names: bool = Field(
        default=False, description="refuse names outside a service's contract instead of taking the nearest"
    )
    read_seconds: float = Field(
        default=90.0, gt=0, description="how long a request that reads a product page waits for it"
    )
    creatify_seconds: float = Field(
        default=20.0,
        ge=0,
        description="how long Creatify's requests for scripts or one preview wait for them before answering pending",
    )
    jogg_http_status: Literal["200", "standard"] = Field(
        default="200", description="HTTP status of JoggAI's errors: always 200, or the standard one beside the code"
    )
    jogg_done_word: str = Field(
        default="completed", description="how JoggAI's v2 calls a finished video: completed or success"
    )
    moderation_words: str = Field(
        default="", description="words,... that end a job as rejected when its text holds one"
    )
    moderation_command: str = Field(
        default="",
        description="program that reads a job's text and ends with 0 to let it through; its output is the reason",
    )
    scale: float = Field(default=1.0, gt=0, le=1, description="size of finished films, of the ratio's full size")
    worker_slots: int = Field(
        default=0, ge=0, description="segments that one worker renders at once; 0 is one for each core, four at most"
    )
    keep_days: float = Field(default=30.0, gt=0, description="days after which finished films and uploads are removed")
    key_jobs: int = Field(default=0, ge=0, description="jobs of one key that run at once, over all workers; 0 is any")
    segment_pixels: int = Field(
        default=60_000_000, gt=0, description="pixels, over all frames, that are worth a segment of their own"
    )
    drain_seconds: float = Field(
        default=30.0, ge=0, description="how long a worker that is asked to end goes on with the steps in its hands"
    )
    lease_beat: float = Field(default=5.0, gt=0, description="seconds between two signs of life of a worker")
    lease_seconds: float = Field(
        default=30.0, gt=0, description="silence after which a worker's jobs are taken over; several beats"
    )

    webhook_ladder: str = Field(
        default="0,5,300,1800,7200,18000,36000,50400,72000,86400",
        pattern=r"^\s*\d{1,7}(\s*,\s*\d{1,7}){0,49}\s*$",
        description="seconds,... before each attempt to send a notice; a random fifth is added",
    )
    webhook_seconds: float = Field(
        default=15.0, gt=0, le=300, description="how long a receiver of a notice may take to answer"
    )
    webhook_parallel: int = Field(default=8, gt=0, le=64, description="notices that one worker sends at once")
    webhook_switch_off: int = Field(
        default=20, ge=0, description="given-up notices in a row that switch an endpoint off; 0 never does"
    )
    webhook_user_agent: str = Field(
        default="", description="User-Agent of all notices; JoggAI's own for each of its versions when empty"
    )
    webhook_http: bool = Field(default=False, description="take endpoints without https, too")

    @field_validator("home", mode="after")
    @classmethod
    def _home(cls, home: Path) -> Path:
        return home.expanduser()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What is given in code, then the environment, then the file."""
        return init_settings, env_settings, _File(settings_cls, init_settings)


class _File(PydanticBaseSettingsSource):
    """The settings file; raises InputError when it cannot be read or holds a name that is no setting."""

    def __init__(self, settings_cls: type[BaseSettings], given: PydanticBaseSettingsSource) -> None:
        super().__init__(settings_cls)
        self._given = given

    def get_field_value(self, field: Any, field_name: str) -> tuple[Any, str, bool]:
        """Unused: the file is taken as a whole."""
        return None, field_name, False

    def __call__(self) -> dict[str, Any]:
        """The file's settings; empty without a file."""
        path = settings_file(self._given().get("home"))
        if path is None:
            return {}
        try:
            found = tomllib.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise InputError(
                f"The settings file {path} cannot be read: {error.strerror}", "Look at PITCHREEL_CONFIG"
            ) from None
        except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise InputError(
                f"The settings file {path} is not TOML: {error}", "Write lines like keep_days = 14"
            ) from None
        if unknown := sorted(found.keys() - self.settings_cls.model_fields.keys()):
            raise InputError(f"The settings file {path} names no setting with {unknown[0]!r}", "See docs/settings.md")
        return found


def settings_file(home: Path | str | None = None) -> Path | None:
    """The file that settings are read from, if there is one; ``home`` is a data folder given in code."""
    if named := os.environ.get("PITCHREEL_CONFIG"):
        return Path(named).expanduser()
    folder = home or os.environ.get("PITCHREEL_HOME") or Settings.model_fields["home"].default
    path = Path(folder).expanduser() / "pitchreel.toml"
    return path if path.exists() else None
