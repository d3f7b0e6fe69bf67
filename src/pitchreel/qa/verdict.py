"""Verdict: how a check says what it found."""

from __future__ import annotations

from pitchreel.documents.video import Check


def verdict(
    identity: str,
    title: str,
    holds: bool,
    value: str,
    limit: str,
    *,
    where: tuple[str, ...] = (),
    soft: bool = False,
) -> Check:
    """A check that passes when ``holds``; a soft one only warns."""
    return Check(
        id=identity,
        title=title,
        outcome="pass" if holds else "warn" if soft else "fail",
        value=value,
        limit=limit,
        where=where[:12],
    )


def skipped(identity: str, title: str, why: str) -> Check:
    """A check that could not be made, and why."""
    return Check(id=identity, title=title, outcome="skip", value=why)


def clock(seconds: float) -> str:
    """A place in the film: ``0:07.4``."""
    return f"{int(seconds // 60)}:{seconds % 60:04.1f}"
