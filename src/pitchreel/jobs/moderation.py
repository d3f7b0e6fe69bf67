"""Moderation: the operator's own rules about texts, off unless set: a list of words, or a program that is asked."""

from __future__ import annotations

import re
import shlex
import subprocess

from pitchreel.config import Settings

SECONDS = 30.0
"""How long the program may take."""
_LONGEST = 300


def judge(text: str, settings: Settings) -> str:
    """Why a text is not let through, in words; empty when it is. A program that fails to run lets nothing through."""
    return _by_words(text, settings.moderation_words) or _by_command(text, settings.moderation_command)


def _by_words(text: str, listed: str) -> str:
    lower = text.casefold()
    for word in (entry.strip().casefold() for entry in listed.split(",")):
        if word and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", lower):
            return f"The text holds {word!r}, which the operator does not allow"
    return ""


def _by_command(text: str, command: str) -> str:
    if not command.strip():
        return ""
    try:
        ran = subprocess.run(
            shlex.split(command), input=text.encode(), capture_output=True, timeout=SECONDS, check=False
        )
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return "The operator's check of texts did not answer"
    said = ran.stdout.decode("utf-8", "replace").strip()[:_LONGEST]
    return "" if ran.returncode == 0 else said or "The operator's check does not allow the text"
