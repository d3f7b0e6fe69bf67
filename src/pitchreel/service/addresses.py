"""Addresses: where a caller finds what is kept here; the same words for the doors, the workers and the notices.

A file's address holds an unguessable token of 128 bits or more, which is all that opens it. ``base`` is how the server
was reached, ``https://host[:port]`` without a slash at the end; an empty one gives addresses relative to the host.
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, quote, unquote, urlsplit

from pitchreel.config import Settings

DEFAULT_BASE = "http://127.0.0.1:8080"
"""Where ``pitchreel serve`` listens unless it is told otherwise."""
LOOPBACK = ("localhost", "127.0.0.1", "::1")
_PORTS = {"http": 80, "https": 443}
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_ASSET = re.compile(r"assets/([A-Za-z0-9_-]{16,48})(?:/[^/]*)?")
_SHAPE = re.compile(r"(assets/[A-Za-z0-9_-]{16,48}|films/[0-9a-f]{32}|presenters/[0-9]{1,9}|library)(/.*)?")
"""What our own files are called."""


def base_url(settings: Settings) -> str:
    """How the server is reached as far as the settings know."""
    return settings.public_url.rstrip("/") or DEFAULT_BASE


def file_url(base: str, blob: str) -> str:
    """The address of a stored file by its blob's name."""
    return f"{base}/files/{quote(blob)}"


def library_url(base: str, name: str) -> str:
    """The address of a catalogue's cover or sample."""
    return f"{base}/files/library/{quote(name)}"


def asset_url(base: str, asset_id: str, filename: str) -> str:
    """The address of an uploaded file: the same before its bytes came and after."""
    return f"{base}/files/assets/{asset_id}/{safe_name(filename)}"


def upload_url(base: str, asset_id: str, token: str) -> str:
    """Where the bytes of an asset are sent to."""
    return f"{base}/upload/{asset_id}?token={quote(token)}"


def preview_url(base: str, token: str) -> str:
    """A preview's page, which may be embedded."""
    return f"{base}/preview/{token}"


def share_url(base: str, project_id: str, token: str) -> str:
    """A page that shows a finished film until the token ends."""
    return f"{base}/share/{project_id}?token={quote(token)}"


def safe_name(filename: str) -> str:
    """The last part of a file's name or path in letters that every address and header can carry."""
    last = re.split(r"[/\\]", filename.split("?", 1)[0].strip())[-1]
    return _UNSAFE.sub("-", last).strip("-.")[-80:] or "file"


def own_path(url: str, settings: Settings, base: str = "") -> str | None:
    """What follows ``/files/`` in one of our own addresses: a blob's name; None for anybody else's address.

    Our own hosts are that of ``base``, of public_url, and the names of trusted_hosts at any port. A pattern among those
    names, such as ``*``, fits others' hosts, too: there a path must look like one of ours.
    """
    parts = _parts(url)
    path = unquote(parts.path) if parts else ""
    if parts is None or not path.startswith("/files/"):
        return None
    path, names, host = path.removeprefix("/files/"), settings.trusted_hosts, _place(parts)[0]
    if _is_here(parts, settings, base) or trusts(host, names, patterns=False):
        return path
    return path if trusts(host, names) and _SHAPE.fullmatch(path) else None


def is_own_page(url: str, settings: Settings, base: str = "") -> bool:
    """Whether an address is that of a page of this server (a share's, a preview's), which holds none of its files."""
    parts = _parts(url)
    return (
        parts is not None
        and unquote(parts.path).startswith(("/share/", "/preview/"))
        and _is_here(parts, settings, base)
    )


def _parts(url: str) -> SplitResult | None:
    """An http(s) address in its parts, or None."""
    try:
        parts = urlsplit(url.strip())
        _place(parts)
    except ValueError:
        return None
    return parts if parts.scheme in _PORTS else None


def _is_here(parts: SplitResult, settings: Settings, base: str) -> bool:
    """Whether this server is meant: as ``base`` and public_url have it, in whatever spelling."""
    host, port = _place(parts)
    ours = [_place(urlsplit(known)) for known in (base, base_url(settings)) if known]
    # A machine has several names for itself: one of them in the address and another in the request are the same server.
    alike = host in LOOPBACK and any(known in LOOPBACK and at == port for known, at in ours)
    # A public server is the same behind http and https, whatever ports its proxy gives them.
    standard = port in _PORTS.values() and any(known == host and at in _PORTS.values() for known, at in ours)
    return alike or standard or (host, port) in ours


def _place(parts: SplitResult) -> tuple[str, int]:
    """Host and port, however they are spelt; raises ValueError."""
    return (parts.hostname or "").rstrip("."), parts.port or _PORTS.get(parts.scheme, 0)


def asset_id_of(path: str) -> str | None:
    """The asset that such a path names, or None."""
    found = _ASSET.fullmatch(path)
    return found[1] if found else None


def trusts(host: str, names: str, *, patterns: bool = True) -> bool:
    """Whether a comma-separated list of names holds this host.

    ``*.example.com`` is every name below example.com, ``*`` any; without ``patterns`` neither counts.
    """
    host = host.lower().rstrip(".")
    for name in filter(None, (part.strip().lower().rstrip(".") for part in names.split(","))):
        if host == name:
            return True
        if patterns and (name == "*" or (name.startswith("*.") and host.endswith(name[1:]))):
            return True
    return False
