"""Health: whether the server lives, whether it can work, and figures for Prometheus."""

from __future__ import annotations

import hmac

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse
from sqlalchemy import func, select

from pitchreel import __version__
from pitchreel.api.counting import head
from pitchreel.api.house import House, HouseOf
from pitchreel.errors import PitchreelError
from pitchreel.service import deliveries
from pitchreel.service.problems import Forbidden
from pitchreel.storage.tables import executors, projects

router = APIRouter(include_in_schema=False)

PROBE = "probe"
"""A blob that is looked for, and need not be there, to see that the store answers."""


@router.api_route("/healthz", methods=["GET", "HEAD"])
def healthz() -> dict[str, str]:
    """Alive: this process answers."""
    return {"status": "ok", "version": __version__}


@router.api_route("/readyz", methods=["GET", "HEAD"])
def readyz(house: HouseOf) -> JSONResponse:
    """Ready: database and files answer, and a worker is alive; 503 with what is missing otherwise."""
    found = {"database": "ok", "blobs": "ok", "workers": "ok"}
    try:
        if not live_workers(house):
            found["workers"] = "no worker is alive: start one with pitchreel worker"
    except PitchreelError as error:
        found["database"] = error.what
        found["workers"] = "unknown"
    try:
        house.blobs.stat(PROBE)
    except PitchreelError as error:
        found["blobs"] = error.what
    ready = set(found.values()) == {"ok"}
    return JSONResponse({"status": "ready" if ready else "not ready", **found}, 200 if ready else 503)


@router.api_route("/metrics", methods=["GET", "HEAD"])
def metrics(request: Request, house: HouseOf) -> Response:
    """Figures in Prometheus' text form; with metrics_token set only for who has it."""
    token = house.settings.metrics_token.get_secret_value()
    given = request.headers.get("authorization", "")
    if token and not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
        raise Forbidden("The figures are not for everybody", "Send PITCHREEL_METRICS_TOKEN as a Bearer token")
    lines = request.app.state.counters.lines() + _work(house)
    return PlainTextResponse("\n".join(lines) + "\n", media_type="text/plain; version=0.0.4")


def live_workers(house: House) -> int:
    """How many workers gave a sign of life lately (lease_seconds); raises StorageError."""
    with house.db.read() as conn:
        since = (house.db.clock(conn) - house.settings.lease_seconds) * 1000
        query = select(func.count()).select_from(executors).where(executors.c.beat >= since)
        return int(conn.execute(query).scalar_one())


def _work(house: House) -> list[str]:
    states = select(projects.c.kind, projects.c.state, func.count()).group_by(projects.c.kind, projects.c.state)
    oldest = select(func.min(projects.c.updated)).where(projects.c.state == "waiting")
    with house.db.read() as conn:
        rows = conn.execute(states).all()
        first = conn.execute(oldest).scalar_one()
        waiting = 0.0 if first is None else max(0.0, house.db.clock(conn) - first)
    lines = head("pitchreel_jobs", "gauge", "Jobs by kind and state")
    lines += [f'pitchreel_jobs{{kind="{kind}",state="{state}"}} {number}' for kind, state, number in sorted(rows)]
    lines += head("pitchreel_oldest_waiting_seconds", "gauge", "How long the oldest waiting job has waited")
    lines.append(f"pitchreel_oldest_waiting_seconds {waiting:.3f}")
    lines += head("pitchreel_deliveries", "gauge", "Webhook deliveries by state")
    notices = deliveries.counts(house.db)
    due = notices.pop("due", 0)
    lines += [f'pitchreel_deliveries{{state="{name}"}} {number}' for name, number in sorted(notices.items())]
    lines += head("pitchreel_deliveries_due", "gauge", "Webhook deliveries whose time has come")
    lines.append(f"pitchreel_deliveries_due {due}")
    lines += head("pitchreel_workers", "gauge", "Workers alive")
    lines.append(f"pitchreel_workers {live_workers(house)}")
    return lines
