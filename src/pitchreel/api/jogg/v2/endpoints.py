"""/v2: webhook endpoints."""

from __future__ import annotations

from pydantic import BaseModel

from pitchreel.api.idempotent import idempotent
from pitchreel.api.jogg.desk import At
from pitchreel.api.jogg.envelope import Envelope
from pitchreel.api.jogg.rooms import new_router
from pitchreel.api.jogg.v1.bodies import EndpointBody, EndpointChange
from pitchreel.api.jogg.v1.endpoints import Endpoint, EndpointId, Endpoints, Events, changed, own_endpoints, registered
from pitchreel.service import endpoints as service

router = new_router("Webhooks")


class Removed(BaseModel):
    """That it is gone."""

    message: str


@router.post("/v2/endpoint", summary="Register a webhook endpoint")
@idempotent
def create_endpoint(body: EndpointBody, desk: At) -> Envelope[Endpoint]:
    """The secret is made here and stays."""
    return desk.say(registered(desk, body, "v2"))


@router.get("/v2/endpoints", summary="List the webhook endpoints")
def list_endpoints(desk: At) -> Envelope[Endpoints]:
    """Those of /v1 too."""
    return desk.say(Endpoints(endpoints=own_endpoints(desk)))


@router.put("/v2/endpoint/{endpoint_id}", summary="Change a webhook endpoint")
def change_endpoint(endpoint_id: EndpointId, body: EndpointChange, desk: At) -> Envelope[Endpoint]:
    """What is left out stays; the secret always does."""
    return desk.say(changed(desk, endpoint_id, body))


@router.delete("/v2/endpoint/{endpoint_id}", summary="Remove a webhook endpoint")
def delete_endpoint(endpoint_id: EndpointId, desk: At) -> Envelope[Removed]:
    """What still waits for it is not sent."""
    service.remove(desk.house.db, desk.key.id, endpoint_id)
    return desk.say(Removed(message="webhook deleted"))


@router.get("/v2/events", summary="List the events")
def list_events(desk: At) -> Envelope[Events]:
    """In ``data.events``."""
    return desk.say(Events(events=list(service.event_names("v2"))))
