"""Products: what the keys sell. One row, one identity, whatever dialect made it or asks for it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import Field
from sqlalchemy import ColumnElement, Connection, and_, case, false, func, insert, or_, select, true, update

from pitchreel.documents import Product
from pitchreel.documents.base import Model
from pitchreel.service import course, credits, projects
from pitchreel.service.order import Order
from pitchreel.service.problems import InvalidRequest, NotFound
from pitchreel.service.rows import ProductRow, ProjectRow, dashed, row_of_wire
from pitchreel.service.wares import CLIP, PICTURE, media_of, shown_logo, shown_reviews
from pitchreel.storage.database import Database
from pitchreel.storage.tables import products as table

UNLISTED: dict[str, Any] = {"unlisted": True}
"""``extra`` of a product that no list shows: nobody created it, scripts were written about it, say."""
_PLAIN = ("url", "name", "description", "target_audience")
_BLANKS = " \t\r\n"
_LARGEST_ID = 2**31 - 1


class MediaGiven(Model):
    """A picture (type 1) or clip (type 2) as the caller gave it; the type is a hint."""

    type: int = 1
    name: str = ""
    url: str = ""
    description: str = ""


class Facts(Model):
    """What a caller says of a product; None is not said. ``media`` replaces the whole list, unseen."""

    url: str | None = None
    name: str | None = None
    description: str | None = None
    target_audience: str | None = None
    media: tuple[MediaGiven, ...] | None = None
    logo_url: str | None = None
    reviews: Any = None
    extra: dict[str, Any] = Field(default_factory=dict)


def read(
    db: Database,
    key_id: int,
    url: str,
    *,
    dialect: str,
    base: str = "",
    cost: float = 0.0,
    promised: str | None = None,
) -> ProjectRow:
    """A ticket for reading a page into a new product row; ``Jobs.submit_read`` waits for it.

    The ticket's ``product_id`` is the row. It shows in lists once it was read; a film of it that comes first reads it.
    What an Idempotency-Key ``promised`` is found again: the same ticket, which runs once more if it came to nothing.
    """
    with db.begin() as conn:
        row = _promised(conn, key_id, promised) or _insert(conn, db, key_id, {"url": url}, promised)
        order = Order(kind="read", link=url, product=row.id, base=base)
        ticket = _derived(promised, "read")
        return projects.take(
            conn, db, key_id, order, cost=cost, dialect=dialect, project_id=ticket, again=course.GIVING_BACK
        )


def from_facts(
    db: Database, key_id: int, facts: Facts, *, cost: float = 0.0, promised: str | None = None
) -> ProductRow:
    """A product given by hand, or the one that was made of what an Idempotency-Key ``promised``.

    Raises InvalidRequest when it has neither name nor address, OutOfCredits.
    """
    if not (facts.name or "").strip() and not (facts.url or "").strip():
        raise InvalidRequest("name", "A product needs a name", "Give a name, or the address of its page")
    with db.begin() as conn:
        if (there := _promised(conn, key_id, promised)) is not None:
            return there
        credits.charge(conn, key_id, cost, "product")
        values = _values(facts, {})
        return _insert(conn, db, key_id, {**values, "changed": _said(facts)}, promised)


def change(db: Database, key_id: int, ref: str | int, facts: Facts) -> ProductRow:
    """Put what a caller says over a product; what says no more than is known leaves it as it is. Raises NotFound."""
    with db.begin() as conn:
        row = _find(conn, key_id, ref)
        facts = _news(facts, row)
        values = _values(facts, row.extra)
        changed = [*row.changed, *(name for name in _said(facts) if name not in row.changed)]
        conn.execute(
            update(table).where(table.c.id == row.id).values(**values, changed=changed, updated=db.clock(conn))
        )
        return _find(conn, key_id, row.id)


def find(db: Database, key_id: int, ref: str | int) -> ProductRow:
    """A product by any of its ids: a row number, JoggAI's id, the legacy project id, Creatify's link or inner id.

    Raises NotFound, also for another key's.
    """
    with db.read() as conn:
        return _find(conn, key_id, ref)


def listed(
    db: Database,
    key_id: int,
    *,
    limit: int = 20,
    offset: int = 0,
    refs: Sequence[str] | None = None,
    hidden: bool = False,
) -> list[ProductRow]:
    """The key's products, newest first, with ``hidden`` unlisted ones too; or those of ``refs`` that exist."""
    with db.read() as conn:
        if refs is not None:
            return list(_those(conn, key_id, refs))
        rows = conn.execute(
            select(table)
            .where(table.c.key_id == key_id, true() if hidden else _shown())
            .order_by(table.c.created.desc(), table.c.id.desc())
            .limit(limit)
            .offset(offset)
        ).mappings()
        return [ProductRow.of(row) for row in rows]


def described(db: Database, key_id: int, name: str, description: str) -> ProductRow | None:
    """The key's product of this name and description: the newest that lists show, else the newest that none shows."""
    words = ((table.c.name, name), (table.c.description, description))
    same = and_(*(func.trim(column, _BLANKS) == value.strip(_BLANKS) for column, value in words))
    query = select(table).where(table.c.key_id == key_id, same)
    query = query.order_by(case((_unlisted(), 1), else_=0), table.c.created.desc(), table.c.id.desc())
    with db.read() as conn:
        row = conn.execute(query.limit(1)).mappings().first()
    return None if row is None else ProductRow.of(row)


def count(db: Database, key_id: int) -> int:
    """How many products the key has."""
    with db.read() as conn:
        query = select(func.count()).select_from(table).where(table.c.key_id == key_id, _shown())
        return int(conn.execute(query).scalar_one())


def known(db: Database, product_id: int) -> ProductRow:
    """A product by its row number alone, for the side that carries orders out; raises NotFound."""
    with db.read() as conn:
        row = conn.execute(select(table).where(table.c.id == product_id)).mappings().first()
    if row is None:
        raise _unknown(product_id)
    return ProductRow.of(row)


def remember(conn: Connection, db: Database, product_id: int, product: Product) -> None:
    """Keep what a page said; what the caller changed by hand stays."""
    row = conn.execute(select(table).where(table.c.id == product_id)).mappings().one()
    changed = set(row["changed"])
    told = {"name": product.name, "description": product.text("description"), "media": media_of(product)}
    values: dict[str, Any] = {name: value for name, value in told.items() if name not in changed}
    conn.execute(
        update(table).where(table.c.id == product_id).values(**values, document=product.dump(), updated=db.clock(conn))
    )


def _insert(
    conn: Connection, db: Database, key_id: int, values: dict[str, Any], promised: str | None = None
) -> ProductRow:
    now = db.clock(conn)
    project = _derived(promised, "product") or uuid.uuid4().hex
    ids = {"link": str(uuid.uuid4()), "inner": str(uuid.uuid4()), "project": project}
    done = conn.execute(insert(table).values(key_id=key_id, created=now, updated=now, **ids, **values))
    key = done.inserted_primary_key
    assert key is not None
    return _find(conn, key_id, int(key[0]))


def _promised(conn: Connection, key_id: int, promised: str | None) -> ProductRow | None:
    """The product that was made of what an Idempotency-Key promised."""
    if promised is None:
        return None
    query = select(table).where(table.c.key_id == key_id, table.c.project == _derived(promised, "product"))
    row = conn.execute(query).mappings().first()
    return None if row is None else ProductRow.of(row)


def _derived(promised: str | None, what: str) -> str | None:
    """An id that follows from a promised one, which itself is that of what is ordered: a film, or scripts."""
    return None if promised is None else uuid.uuid5(uuid.UUID(promised), what).hex


def _find(conn: Connection, key_id: int, ref: str | int) -> ProductRow:
    clause = _named(ref)
    if clause is not None:
        row = conn.execute(select(table).where(table.c.key_id == key_id, clause)).mappings().first()
        if row is not None:
            return ProductRow.of(row)
    raise _unknown(ref)


def _those(conn: Connection, key_id: int, refs: Iterable[str]) -> Iterable[ProductRow]:
    for ref in refs:
        try:
            yield _find(conn, key_id, ref)
        except NotFound:
            continue


def _named(ref: str | int) -> ColumnElement[bool] | None:
    """The condition that an id stands for; None for what cannot be one."""
    if isinstance(ref, int) or re.fullmatch(r"[0-9]{1,10}", ref):
        number = int(ref)
        return table.c.id == number if 0 < number <= _LARGEST_ID else None
    if uuid_text := dashed(ref):
        return or_(table.c.project == ref.lower(), table.c.link == uuid_text, table.c.inner == uuid_text)
    row = row_of_wire(ref)
    return table.c.id == row if row is not None and 0 < row <= _LARGEST_ID else None


def _shown() -> ColumnElement[bool]:
    return and_(or_(table.c.document.is_not(None), table.c.name != ""), _unlisted().is_(false()))


def _unlisted() -> ColumnElement[bool]:
    return func.coalesce(table.c.extra["unlisted"].as_boolean(), false())


def _news(facts: Facts, row: ProductRow) -> Facts:
    """What the caller says without what the row says already.

    Whoever sends a product back as they got it has not put their words for the page's, which say more.
    """
    known: dict[str, Any] = {name: getattr(row, name) for name in ("name", "description", "target_audience")}
    same = {name for name, value in known.items() if getattr(facts, name) == value}
    if facts.media is not None and row.document and _same_media(facts.media, row.media):
        same.add("media")
    if row.document and facts.logo_url is not None and (facts.logo_url or None) == shown_logo(row):
        same.add("logo_url")
    if row.document and facts.reviews is not None and (facts.reviews or None) == shown_reviews(row):
        same.add("reviews")
    return facts.model_copy(update=dict.fromkeys(same))


def _same_media(given: Sequence[MediaGiven], known: Sequence[dict[str, Any]]) -> bool:
    """Whether the pictures and the clips are the known ones in their order, without new words about them."""
    for kind in (PICTURE, CLIP):
        items = [item for item in given if item.type == kind]
        there = [item for item in known if item.get("type") == kind]
        if [item.url for item in items] != [item.get("url") for item in there]:
            return False
        if any(item.description not in ("", old.get("description")) for item, old in zip(items, there, strict=True)):
            return False
    return len(given) == len(known)


def _said(facts: Facts) -> list[str]:
    return [name for name in ("name", "description", "target_audience", "media") if getattr(facts, name) is not None]


def _values(facts: Facts, extra: dict[str, Any]) -> dict[str, Any]:
    values = {name: value for name in _PLAIN if (value := getattr(facts, name)) is not None}
    if facts.media is not None:
        values["media"] = [item.model_dump() for item in facts.media]
    beside = {"logo_url": facts.logo_url, "reviews": facts.reviews}
    values["extra"] = {**extra, **facts.extra, **{name: value for name, value in beside.items() if value is not None}}
    return values


def _unknown(ref: str | int) -> NotFound:
    return NotFound(f"There is no product {str(ref)[:80]!r}", "Create it first, and use the id in the answer")
