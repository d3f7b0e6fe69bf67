"""Files: what was made and what was uploaded, under addresses that nobody can guess, in ranges as players ask for them.

What a file is called here decides what it is served as, never its content or a user's name; nothing is served in a way
that a browser would run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from pitchreel.api.house import House, HouseOf
from pitchreel.api.ranges import http_date, span_of
from pitchreel.errors import UnknownName
from pitchreel.library.media import library_media
from pitchreel.service import assets
from pitchreel.service.problems import NotFound
from pitchreel.storage.blobs import PIECE, BlobStat

router = APIRouter(include_in_schema=False)

TYPES = {
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".mov": "video/quicktime",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".gif": "image/gif",
    ".avif": "image/avif",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".aac": "audio/aac",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".flac": "audio/flac",
    ".wav": "audio/wav",
    ".srt": "application/x-subrip; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
}
"""What is served, and as what, by the suffix of a name of ours. Anything else in the store is nobody's business."""
SAFE = {
    "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Accept-Ranges": "bytes",
}
SERVED = ("films/", "presenters/")
"""Folders of names whose files are served; each name in them holds a token."""


@router.api_route("/files/library/{name:path}", methods=["GET", "HEAD"])
def library_file(name: str, request: Request, house: HouseOf) -> Response:
    """A catalogue's cover or sample."""
    try:
        path, kind = library_media(house.settings, name)
    except UnknownName:
        raise _nothing() from None
    found = path.stat()
    stat = BlobStat(found.st_size, f'"{found.st_mtime_ns:x}-{found.st_size:x}"', found.st_mtime)
    return _serve(request, stat, kind, path.name, _pieces(path), cache="public, max-age=86400")


@router.api_route("/files/assets/{asset_id}/{name}", methods=["GET", "HEAD"])
@router.api_route("/files/assets/{asset_id}", methods=["GET", "HEAD"])
def asset_file(asset_id: str, request: Request, house: HouseOf, name: str = "") -> Response:
    """An uploaded file."""
    asset = assets.known(house.db, asset_id)
    if asset is None or not asset.blob:
        raise _nothing()
    return serve_blob(request, house, asset.blob, asset.content_type)


@router.api_route("/files/{blob:path}", methods=["GET", "HEAD"])
def produced_file(blob: str, request: Request, house: HouseOf) -> Response:
    """A film or what belongs to it."""
    if not blob.startswith(SERVED):
        raise _nothing()
    return serve_blob(request, house, blob)


def serve_blob(request: Request, house: House, blob: str, kind: str = "", *, cache: str = "") -> Response:
    """Answer with a stored file, whole or in part; raises NotFound. ``kind`` is its type if it is known."""
    kind = kind or TYPES.get(PurePosixPath(blob).suffix, "")
    stat = house.blobs.stat(blob) if kind else None
    if stat is None:
        raise _nothing()
    name = PurePosixPath(blob).name
    return _serve(request, stat, kind, name, lambda start, end: house.blobs.get(blob, start, end), cache)


def _serve(
    request: Request, stat: BlobStat, kind: str, name: str, get: Callable[[int, int], Iterator[bytes]], cache: str = ""
) -> Response:
    span = span_of(request.headers, stat, ranges=request.method == "GET")
    headers = {**SAFE, "ETag": stat.etag, "Last-Modified": http_date(stat.modified)}
    # Whoever has the address may keep the file; nobody between may.
    headers["Cache-Control"] = cache or "private, max-age=3600"
    if span.status in (304, 412):
        return Response(status_code=span.status, headers=headers)
    if span.status == 416:
        return Response(status_code=416, headers={**headers, "Content-Range": f"bytes */{stat.size}"})
    headers["Content-Disposition"] = f'{"inline" if _shown(kind) else "attachment"}; filename="{name}"'
    headers["Content-Length"] = str(span.end - span.start)
    if span.status == 206:
        headers["Content-Range"] = f"bytes {span.start}-{span.end - 1}/{stat.size}"
    if request.method == "HEAD":
        return Response(status_code=span.status, headers=headers, media_type=kind)
    return StreamingResponse(get(span.start, span.end), span.status, headers, kind)


def _shown(kind: str) -> bool:
    return kind.startswith(("video/", "image/", "audio/"))


def _pieces(path: Path) -> Callable[[int, int], Iterator[bytes]]:
    def get(start: int, end: int) -> Iterator[bytes]:
        with path.open("rb") as file:
            file.seek(start)
            while start < end and (piece := file.read(min(PIECE, end - start))):
                start += len(piece)
                yield piece

    return get


def _nothing() -> NotFound:
    return NotFound("There is no such file", "It may have been cleaned up; ask for its address again")
