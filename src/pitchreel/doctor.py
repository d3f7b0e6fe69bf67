"""Doctor: what is installed, what is missing, how to get it, and the settings in force."""

from __future__ import annotations

import ctypes
import re
import shutil
import sys
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Literal, NamedTuple

from pitchreel.config import Settings, settings_file
from pitchreel.documents.base import Model
from pitchreel.product.browser import PROGRAMS

FAMILIES = (
    ("Inter", "fonts-inter", "captions and headlines"),
    ("Noto Sans", "fonts-noto-core", "scripts other than Latin"),
    ("Noto Sans CJK JP", "fonts-noto-cjk", "Chinese, Japanese and Korean"),
    ("Noto Color Emoji", "fonts-noto-color-emoji", "emoji"),
)
LIBRARIES = (("libEGL.so.1", "libegl1"), ("libGL.so.1", "libgl1"), ("libexpat.so.1", "libexpat1"))
FESTIVAL_VOICE = Path("/usr/share/festival/voices/us/cmu_us_slt_arctic_hts")
WHEELS = ("av", "numpy", "opencv-python-headless", "skia-python", "espeakng-loader", "selectolax", "pillow", "httpx")


class Part(Model):
    """One thing that was looked for. ``absent`` is a part that one can do without."""

    name: str
    state: Literal["ok", "missing", "absent"]
    found: str = ""
    why: str = ""
    """What it is needed for."""
    remedy: str = ""
    """The command that brings it."""


class Examination(Model):
    """All parts, and the settings in force."""

    ready: bool
    """Whether a film can be made."""
    parts: tuple[Part, ...]
    settings_file: str
    """The file that settings were read from, beside the environment; empty without one."""
    settings: dict[str, str]
    """As in force; what is secret is hidden."""


class _Need(NamedTuple):
    name: str
    find: Callable[[], str]
    why: str
    remedy: str
    required: bool = True


def examine() -> Examination:
    """Look at this installation; never raises."""
    parts = tuple(_look(need) for need in _needs())
    settings = {name: _shown(value) for name, value in Settings().model_dump().items()}
    return Examination(
        ready=all(part.state != "missing" for part in parts),
        parts=parts,
        settings_file=str(settings_file() or ""),
        settings=settings,
    )


def _shown(value: object) -> str:
    # Secrets hide themselves; the password in an address does not, before its host or in its query.
    hidden = re.sub(r"(://[^:/@]*):.*@", r"\1:***@", str(value))
    return re.sub(r"([?&](?:ssl)?passw(?:or)?d=)[^&\s]*", r"\1***", hidden, flags=re.IGNORECASE)


def _look(need: _Need) -> Part:
    try:
        found = need.find()
    except Exception as error:
        # A part may be broken in any way at all; the doctor says how and goes on.
        return _part(need, "", f"{type(error).__name__}: {error}")
    return _part(need, found, "")


def _part(need: _Need, found: str, trouble: str) -> Part:
    if found:
        return Part(name=need.name, state="ok", found=found, why=need.why)
    state: Literal["missing", "absent"] = "missing" if need.required else "absent"
    return Part(name=need.name, state=state, found=trouble[:200], why=need.why, remedy=need.remedy)


def _needs() -> list[_Need]:
    needs = [_Need("Python 3.11 or newer", _python, "everything", "apt-get install python3 python3-venv")]
    needs += [_Need(wheel, _wheel(wheel), "everything", f"pip install {wheel}") for wheel in WHEELS]
    needs += [
        _Need(name, _library(name), "drawing text and presenters", f"apt-get install {package}")
        for name, package in LIBRARIES
    ]
    needs += [
        _Need(f"font {family}", _font(family), why, f"apt-get install {package}", required=family == "Inter")
        for family, package, why in FAMILIES
    ]
    needs += [
        _Need("festival", _program("festival"), "the English woman's voice", "apt-get install festival", False),
        _Need(
            "voice slt-hts",
            lambda: str(FESTIVAL_VOICE) if FESTIVAL_VOICE.exists() else "",
            "the English woman's voice",
            "apt-get install festvox-us-slt-hts",
            False,
        ),
        _Need("flite", _program("flite"), "the English man's voice", "apt-get install flite", False),
        _Need("playwright", _wheel("playwright"), "reading pages drawn by scripts", "pip install playwright", False),
        _Need("chromium", _browser, "reading pages drawn by scripts", "apt-get install chromium libatomic1", False),
    ]
    return needs


def _python() -> str:
    return sys.version.split()[0] if sys.version_info >= (3, 11) else ""


def _wheel(name: str) -> Callable[[], str]:
    return lambda: metadata.version(name)


def _program(name: str) -> Callable[[], str]:
    return lambda: shutil.which(name) or ""


def _browser() -> str:
    return next(filter(None, map(shutil.which, PROGRAMS)), None) or ""


def _library(name: str) -> Callable[[], str]:
    def find() -> str:
        ctypes.CDLL(name)
        return "found"

    return find


def _font(family: str) -> Callable[[], str]:
    def find() -> str:
        from pitchreel.typeset.fonts import font_manager

        return "found" if font_manager().matchFamily(family).count() else ""

    return find
