"""The tables that the first server came with."""

from __future__ import annotations

from alembic import op

from pitchreel.storage.tables import metadata

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table."""
    metadata.create_all(op.get_bind())
