"""App: the server put together from its doors."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware

from pitchreel import __version__
from pitchreel.api import docs, files, health, pages, previews, problems, shares, uploads
from pitchreel.api.counting import Counters
from pitchreel.api.dialects import DIALECTS
from pitchreel.api.house import House
from pitchreel.api.limits import Limiter
from pitchreel.api.middleware import Caught, PlainAddresses, SmallBodies, TrustedHosts, Watched
from pitchreel.config import Settings
from pitchreel.errors import PitchreelError
from pitchreel.jobs.client import Jobs
from pitchreel.storage import open_blobs, open_database

log = logging.getLogger("pitchreel.api")


def create_app(settings: Settings) -> FastAPI:
    """The server over these settings; its house is opened when it starts and closed when it ends."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        db = open_database(settings, note=log.warning)
        jobs = Jobs(settings, db)
        try:
            app.state.house = House(settings, db, open_blobs(settings), jobs, Limiter(settings.rate_limit))
            yield
        finally:
            jobs.close()
            db.close()

    app = FastAPI(
        title="Pitchreel",
        version=__version__,
        lifespan=lifespan,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.counters = Counters()
    for dialect in DIALECTS:
        app.include_router(dialect.router)
    for room in (files, uploads, previews, shares, health, docs, pages):
        app.include_router(room.router)
    for kind in (PitchreelError, RequestValidationError, HTTPException):
        app.add_exception_handler(kind, problems.answer)
    app.add_middleware(SmallBodies, limit=settings.body_bytes, free=("/upload/",))
    app.add_middleware(PlainAddresses)
    app.add_middleware(Caught)
    if origins := [origin.strip() for origin in settings.cors_origins.split(",") if origin.strip()]:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=origins,
            allow_methods=["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
            allow_headers=[
                "Authorization",
                "Content-Type",
                "Idempotency-Key",
                "X-API-ID",
                "X-API-KEY",
                "X-API-Platform",
            ],
            expose_headers=[
                "Accept-Ranges",
                "Content-Range",
                "ETag",
                "Retry-After",
                "X-RateLimit-Remaining",
                "X-Request-Id",
            ],
        )
    app.add_middleware(TrustedHosts, settings=settings)
    app.add_middleware(Watched, count=app.state.counters.count)
    return app
