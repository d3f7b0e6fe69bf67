"""/v1: webhook endpoints, on both paths that the public documents name.

Clients read an endpoint's fields in two places, so one answer has them in both: beside ``code`` and in ``data``.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import Path
from pydantic import BaseModel

from pitchreel.api.idempotent import idempotent
from pitchreel.api.jogg.desk import At, Desk
from pitchreel.api.jogg.envelope import Envelope, Plain
from pitchreel.api.jogg.reading import Name
from pitchreel.api.jogg.rooms import new_router
from pitchreel.api.jogg.v1.bodies import EndpointBody, EndpointChange
from pitchreel.service import endpoints as service
from pitchreel.service.endpoints import Endpoint as Row
from pitchreel.service.endpoints import Version

router = new_router("Webhooks")
EndpointId = Annotated[Name, Path()]


class Endpoint(BaseModel):
    """Where events are sent to; what is sent is signed with ``secret``."""

    endpoint_id: str
    url: str
    secret: str
    status: str
    events: list[str]
    username: str
    created_at: int


class EndpointAnswer(Envelope[Endpoint]):
    """An endpoint, in both places where clients look for its fields."""

    endpoint_id: str | None = None
    url: str | None = None
    secret: str | None = None
    status: str | None = None
    events: list[str] | None = None
    username: str | None = None
    created_at: int | None = None


class Endpoints(BaseModel):
    """The key's endpoints."""

    endpoints: list[Endpoint]


class Events(BaseModel):
    """The events that can be asked for."""

    events: list[str]


@router.post("/v1/endpoint", summary="Register a webhook endpoint")
@router.post("/v1/webhook/endpoint", summary="Register a webhook endpoint (other path)")
@idempotent
def create_endpoint(body: EndpointBody, desk: At) -> EndpointAnswer:
    """The secret is made here and stays."""
    return twice(desk.rid, registered(desk, body, "v1"))


@router.get("/v1/endpoints", summary="List the webhook endpoints")
def list_endpoints(desk: At) -> Envelope[Endpoints]:
    """In ``data.endpoints``."""
    return desk.say(Endpoints(endpoints=own_endpoints(desk)))


@router.get("/v1/webhook/endpoints", summary="List the webhook endpoints (other path)")
def list_endpoints_plainly(desk: At) -> Envelope[list[Endpoint]]:
    """``data`` is the list itself."""
    return desk.say(own_endpoints(desk))


@router.put("/v1/endpoint/{endpoint_id}", summary="Change a webhook endpoint")
@router.put("/v1/webhook/endpoint/{endpoint_id}", summary="Change a webhook endpoint (other path)")
def change_endpoint(endpoint_id: EndpointId, body: EndpointChange, desk: At) -> EndpointAnswer:
    """What is left out stays; the secret always does."""
    return twice(desk.rid, changed(desk, endpoint_id, body))


@router.delete("/v1/endpoint/{endpoint_id}", summary="Remove a webhook endpoint")
@router.delete("/v1/webhook/endpoint/{endpoint_id}", summary="Remove a webhook endpoint (other path)")
def delete_endpoint(endpoint_id: EndpointId, desk: At) -> Plain:
    """What still waits for it is not sent."""
    service.remove(desk.house.db, desk.key.id, endpoint_id)
    return desk.done()


@router.get("/v1/events", summary="List the events")
def list_events(desk: At) -> Envelope[Events]:
    """In ``data.events``."""
    return desk.say(Events(events=list(service.event_names("v1"))))


@router.get("/v1/webhook/events", summary="List the events (other path)")
def list_events_plainly(desk: At) -> Envelope[list[str]]:
    """``data`` is the list itself."""
    return desk.say(list(service.event_names("v1")))


def registered(desk: Desk, body: EndpointBody, dialect: Version) -> Endpoint:
    """A new endpoint."""
    house = desk.house
    row = service.create(
        house.db,
        desk.key.id,
        url=body.url,
        events=body.events,
        enabled=body.status == "enabled",
        dialect=dialect,
        settings=house.settings,
    )
    return endpoint_answer(row)


def changed(desk: Desk, endpoint_id: str, body: EndpointChange) -> Endpoint:
    """An endpoint with what the request changes."""
    house = desk.house
    enabled = None if body.status is None else body.status == "enabled"
    row = service.change(
        house.db,
        desk.key.id,
        endpoint_id,
        url=body.url,
        events=body.events,
        enabled=enabled,
        settings=house.settings,
    )
    return endpoint_answer(row)


def own_endpoints(desk: Desk) -> list[Endpoint]:
    """The key's endpoints."""
    return [endpoint_answer(row) for row in service.listed(desk.house.db, desk.key.id)]


def endpoint_answer(row: Row) -> Endpoint:
    """An endpoint's row as every generation shows it."""
    return Endpoint(
        endpoint_id=row.id,
        url=row.url,
        secret=row.secret,
        status=row.status,
        events=list(row.events),
        username=row.username,
        created_at=int(row.created),
    )


def twice(rid: str, endpoint: Endpoint) -> EndpointAnswer:
    """The endpoint's fields beside ``code`` and in ``data``."""
    return EndpointAnswer(rid=rid, data=endpoint, **endpoint.model_dump())
