"""Fetching for a key: our own addresses straight from the store, with their owner checked; all others by the guard."""

from __future__ import annotations

import mimetypes
import shutil
from pathlib import Path

from pitchreel.config import Settings
from pitchreel.errors import NotAProduct, TooLarge
from pitchreel.product.fetch import Fetcher, Response
from pitchreel.service import addresses, assets
from pitchreel.service.problems import NotReady
from pitchreel.storage.blobs import Blobs
from pitchreel.storage.database import Database


class HouseFetcher(Fetcher):
    """A Fetcher that never asks ourselves over the network. ``base`` is how the caller reached the server."""

    def __init__(self, settings: Settings, db: Database, blobs: Blobs, key_id: int, base: str = "") -> None:
        super().__init__(settings)
        self.db = db
        self.blobs = blobs
        self.key_id = key_id
        self.base = base

    def get(self, url: str, *, limit: int, seconds: float, accept: str = "*/*") -> Response:
        """As a Fetcher does, for pages of others; also raises NotAProduct, because none of our own files is a page."""
        if addresses.own_path(url, self.settings, self.base) is not None:
            raise NotAProduct(f"{url} is a file of this server and no page", "Give the link of the product's page")
        if addresses.is_own_page(url, self.settings, self.base):
            raise NotAProduct(f"{url} is a page of this server", "Give the link of the product's page")
        return super().get(url, limit=limit, seconds=seconds, accept=accept)

    def download(self, url: str, path: Path, *, limit: int, seconds: float, accept: str = "*/*") -> Response:
        """As a Fetcher does; also raises NotFound for another key's file and NotReady for one that did not come."""
        if addresses.is_own_page(url, self.settings, self.base):
            raise NotAProduct(f"{url} is a page of this server and no file", "Give the file's own address")
        own = self._own(url, path, limit)
        return own or super().download(url, path, limit=limit, seconds=seconds, accept=accept)

    def _own(self, url: str, path: Path, limit: int) -> Response | None:
        own = addresses.own_path(url, self.settings, self.base)
        if own is None:
            return None
        if own.startswith("library/"):
            from pitchreel.library.media import library_media

            source, kind = library_media(self.settings, own.removeprefix("library/"))
            shutil.copyfile(source, path)
            return Response(url, 200, {"content-type": kind}, b"")
        asset = assets.find_own(self.db, self.key_id, url, self.settings, self.base)
        if asset is None:
            return None
        stat = self.blobs.stat(asset.blob) if asset.blob else None
        if stat is None:
            raise NotReady("The file was never uploaded", "Send its bytes to the signed address first")
        if stat.size > limit:
            raise TooLarge(f"The file is larger than {limit:,} bytes", "Give a smaller one")
        self.blobs.get_to(asset.blob, path)
        kind = asset.content_type or mimetypes.guess_type(asset.blob)[0] or "application/octet-stream"
        return Response(url, 200, {"content-type": kind}, b"")
