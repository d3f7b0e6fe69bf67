"""Storage: the database and the files of an installation."""

from __future__ import annotations

from pitchreel.storage.blobs import Blobs, BlobStat, open_blobs
from pitchreel.storage.database import Database, open_database
from pitchreel.storage.secret import holds, installation_secret, sign

__all__ = ["BlobStat", "Blobs", "Database", "holds", "installation_secret", "open_blobs", "open_database", "sign"]
