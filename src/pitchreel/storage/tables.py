"""The tables of an installation. All times are seconds since 1970, by the database's clock where it matters.

Every row that a caller can name belongs to a key. Ids that callers see cannot be guessed, or are checked against
their owner. What is changed here is changed in data folders by a new file in ``migrations/versions``.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    UniqueConstraint,
)

from pitchreel.storage.texts import String, Text

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

keys = Table(
    "keys",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(200), nullable=False, default=""),
    Column("api_id", String(64), nullable=False, unique=True),
    Column("key_hash", String(64), nullable=False, unique=True),
    # Credits that the key may use; empty for no limit.
    Column("quota", Float),
    Column("used", Float, nullable=False, default=0.0),
    Column("created", Float, nullable=False),
    Column("revoked", Float),
)

products = Table(
    "products",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key_id", ForeignKey("keys.id"), nullable=False),
    # Creatify's ids of the link and of the product inside it; the project that the legacy dialect promises beforehand.
    Column("link", String(36), nullable=False, unique=True),
    Column("inner", String(36), nullable=False, unique=True),
    Column("project", String(32), nullable=False, unique=True),
    Column("url", Text, nullable=False, default=""),
    Column("name", Text, nullable=False, default=""),
    Column("description", Text, nullable=False, default=""),
    Column("target_audience", Text, nullable=False, default=""),
    # [{"type": 1 | 2, "name", "url", "description"}], in the order of the caller.
    Column("media", JSON, nullable=False, default=list),
    # What a dialect keeps beside: logo_url, reviews, ...
    Column("extra", JSON, nullable=False, default=dict),
    # The Product document as read from the page; empty when the product was given by hand.
    Column("document", Text),
    # What the caller changed by hand, by the columns' names: these win over the document.
    Column("changed", JSON, nullable=False, default=list),
    Column("created", Float, nullable=False),
    Column("updated", Float, nullable=False),
    Index("ix_products_key_id_created", "key_id", "created"),
)

projects = Table(
    "projects",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("key_id", ForeignKey("keys.id"), nullable=False),
    Column("product_id", ForeignKey("products.id")),
    # film, previews, talk, template, scripts, render, read, presenter
    Column("kind", String(16), nullable=False),
    # v1, open, v2, creatify, own
    Column("dialect", String(16), nullable=False, default="own"),
    Column("name", Text, nullable=False, default=""),
    Column("order", JSON, nullable=False),
    # waiting, running, ready, done, failed, rejected, cancelled, deleted
    Column("state", String(16), nullable=False),
    Column("stage", String(24), nullable=False, default=""),
    Column("progress", Float, nullable=False, default=0.0),
    Column("error_code", String(32), nullable=False, default=""),
    Column("error", Text, nullable=False, default=""),
    Column("warnings", JSON, nullable=False, default=list),
    Column("result", JSON, nullable=False, default=dict),
    # Credits charged and not given back.
    Column("cost", Float, nullable=False, default=0.0),
    # How many times work was started for it: a second render of a preview is another run.
    Column("run", Integer, nullable=False, default=1),
    Column("priority", Integer, nullable=False, default=10),
    # Whether the engine was told; a sweep tells it of rows that a crash left out.
    Column("submitted", Boolean, nullable=False, default=False),
    Column("webhook_url", Text, nullable=False, default=""),
    Column("created", Float, nullable=False),
    Column("started", Float),
    Column("updated", Float, nullable=False),
    Column("finished", Float),
    Index("ix_projects_key_id_created", "key_id", "created"),
    Index("ix_projects_submitted_state", "submitted", "state"),
)

previews = Table(
    "previews",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("project_id", ForeignKey("projects.id"), nullable=False),
    Column("place", Integer, nullable=False),
    # The style as the caller named it, and as it is called here.
    Column("asked", Text, nullable=False),
    Column("style", String(120), nullable=False),
    Column("ratio", String(8), nullable=False),
    Column("state", String(16), nullable=False, default="waiting"),
    Column("error", Text, nullable=False, default=""),
    # Opens its page without a key.
    Column("token", String(64), nullable=False, unique=True),
    Column("result", JSON, nullable=False, default=dict),
    UniqueConstraint("project_id", "place"),
)

assets = Table(
    "assets",
    metadata,
    Column("id", String(48), primary_key=True),
    Column("key_id", ForeignKey("keys.id"), nullable=False),
    Column("filename", String(255), nullable=False, default=""),
    # Empty until the bytes came: picture, clip or sound.
    Column("kind", String(16), nullable=False, default=""),
    Column("content_type", String(120), nullable=False, default=""),
    Column("size", Integer, nullable=False, default=0),
    Column("blob", Text, nullable=False, default=""),
    Column("created", Float, nullable=False),
    Column("expires", Float, nullable=False),
    Index("ix_assets_key_id_created", "key_id", "created"),
)

presenters = Table(
    "presenters",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key_id", ForeignKey("keys.id"), nullable=False),
    Column("name", Text, nullable=False, default=""),
    Column("source", Text, nullable=False),
    # Empty until it was looked at: clip or photo.
    Column("kind", String(16), nullable=False, default=""),
    Column("state", String(16), nullable=False, default="waiting"),
    Column("error", Text, nullable=False, default=""),
    Column("result", JSON, nullable=False, default=dict),
    Column("created", Float, nullable=False),
    Column("deleted", Float),
)

endpoints = Table(
    "endpoints",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("key_id", ForeignKey("keys.id"), nullable=False),
    Column("url", Text, nullable=False),
    Column("secret", String(80), nullable=False),
    Column("events", JSON, nullable=False),
    Column("enabled", Boolean, nullable=False, default=True),
    Column("dialect", String(16), nullable=False, default="v1"),
    # Why it was switched off here, in words.
    Column("note", Text, nullable=False, default=""),
    Column("created", Float, nullable=False),
)

events = Table(
    "events",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("key_id", ForeignKey("keys.id"), nullable=False),
    Column("project_id", String(32), nullable=False, default=""),
    Column("name", String(64), nullable=False),
    Column("data", JSON, nullable=False),
    Column("created", Float, nullable=False),
    Index("ix_events_project_id", "project_id"),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("event_id", ForeignKey("events.id"), nullable=False),
    Column("key_id", ForeignKey("keys.id"), nullable=False),
    Column("endpoint_id", String(32)),
    Column("url", Text, nullable=False),
    Column("dialect", String(16), nullable=False),
    # Exactly what is sent, so that a second sending is byte for byte the first.
    Column("body", Text, nullable=False),
    # waiting, delivered, given_up, stopped
    Column("state", String(16), nullable=False, default="waiting"),
    Column("attempts", Integer, nullable=False, default=0),
    Column("next_at", Float, nullable=False),
    # Until when a sender holds it.
    Column("held", Float, nullable=False, default=0.0),
    Column("last_status", Integer),
    Column("last_error", Text, nullable=False, default=""),
    Column("created", Float, nullable=False),
    Column("finished", Float),
    UniqueConstraint("event_id", "endpoint_id", "url"),
    Index("ix_deliveries_state_next_at", "state", "next_at"),
)

answers = Table(
    "answers",
    metadata,
    Column("key_id", ForeignKey("keys.id"), primary_key=True),
    # The operation and the caller's Idempotency-Key.
    Column("scope", String(80), primary_key=True),
    Column("idempotency_key", String(255), primary_key=True),
    Column("body_hash", String(64), nullable=False),
    # Empty while the answer is being made.
    Column("status", Integer),
    Column("body", Text, nullable=False, default=""),
    # Until when its maker is believed to be alive.
    Column("held", Float, nullable=False, default=0.0),
    Column("created", Float, nullable=False),
)

executors = Table(
    "executors",
    metadata,
    Column("id", String(120), primary_key=True),
    Column("host", String(120), nullable=False),
    Column("pid", Integer, nullable=False),
    # Milliseconds since 1970 by the database's clock, as a float that holds them exactly.
    Column("beat", Float, nullable=False),
)
