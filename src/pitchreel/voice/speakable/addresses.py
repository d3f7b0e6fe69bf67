"""Web and mail addresses: the name of the host, dots said."""

from __future__ import annotations

import re

from pitchreel.voice.speakable.language import Speech
from pitchreel.voice.speakable.pieces import Piece, Rule, rule


def address_rules(rules: Speech) -> list[Rule]:
    """Rules for addresses."""
    web = r"(?:https?://)?(?:www\.)?(?P<host>(?:[\w-]+\.)+[a-z]{2,12})(?P<path>/[^\s]*)?(?![\w@])"
    mail = r"(?P<user>[\w.+-]+)@(?P<host>(?:[\w-]+\.)+[a-z]{2,12})(?!\w)"
    return [rule(web, _address, re.I), rule(mail, _email, re.I)]


def _address(match: re.Match[str], rules: Speech) -> list[Piece] | None:
    host, path = match["host"], match["path"] or ""
    written = match[0].lower()
    known = re.search(
        r"\.(com|org|net|de|eu|io|co|shop|store|uk|fr|at|ch|es|it|nl|pl|us|app|example|info|biz)$", host, re.I
    )
    if not (written.startswith(("http", "www.")) or known):
        return None
    trailing = len(path) - len(path.rstrip(".,;:!?)"))
    end = match.end() - trailing
    return [Piece(match.start(), end, _dotted(host, rules))]


def _email(match: re.Match[str], rules: Speech) -> list[Piece] | None:
    spoken = f"{_dotted(match['user'], rules)} {rules.word('at') or '@'} {_dotted(match['host'], rules)}"
    return [Piece(match.start(), match.end(), spoken)]


def _dotted(name: str, rules: Speech) -> str:
    dot = f" {rules.word('dot')} "
    return " ".join(re.sub(r"[-_+]", " ", name).replace(".", dot).split())
