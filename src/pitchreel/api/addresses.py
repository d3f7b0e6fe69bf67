"""Addresses as the caller of a request reaches them: by public_url, or by the host that the request came to."""

from __future__ import annotations

from fastapi import Request

from pitchreel.api.house import house_of
from pitchreel.service import addresses


def base_of(request: Request) -> str:
    """``https://host[:port]`` under which the caller reaches this server; its host was checked."""
    public = house_of(request).settings.public_url.rstrip("/")
    return public or f"{request.url.scheme}://{request.url.netloc}"


def file_url(request: Request, blob: str) -> str:
    """The address of a stored file."""
    return addresses.file_url(base_of(request), blob)


def library_url(request: Request, name: str) -> str:
    """The address of a catalogue's cover or sample."""
    return addresses.library_url(base_of(request), name)


def asset_url(request: Request, asset_id: str, filename: str) -> str:
    """The address that an uploaded file has, before its bytes came and after."""
    return addresses.asset_url(base_of(request), asset_id, filename)


def upload_url(request: Request, asset_id: str, token: str) -> str:
    """Where the bytes of an asset are to be sent."""
    return addresses.upload_url(base_of(request), asset_id, token)


def preview_url(request: Request, token: str) -> str:
    """The page of a preview."""
    return addresses.preview_url(base_of(request), token)
