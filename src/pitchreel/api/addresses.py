"""Addresses: how the caller of a request reaches this server, by public_url or by the host that the request came to."""

from __future__ import annotations

from fastapi import Request

from pitchreel.api.house import house_of


def base_of(request: Request) -> str:
    """``https://host[:port]`` under which the caller reaches this server; its host was checked."""
    public = house_of(request).settings.public_url.rstrip("/")
    return public or f"{request.url.scheme}://{request.url.netloc}"
