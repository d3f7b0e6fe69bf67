"""A little shop on loopback whose pages go wrong in all the ways that pages do, and the command line beside it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

LD = {
    "@context": "https://schema.org",
    "@type": "Product",
    "name": "Kite Desk Lamp",
    "brand": {"@type": "Brand", "name": "Lumen & Pine"},
    "description": "A desk lamp of bent ash wood. The head turns all the way round. The light dims without a flicker.",
    "image": ["/lamp-1.png", "/lamp-2.png", "/broken.png"],
    "aggregateRating": {"@type": "AggregateRating", "ratingValue": "4.6", "reviewCount": "212"},
    "offers": {"@type": "Offer", "price": "89.00", "priceCurrency": "USD"},
}
FEATURES = "".join(
    f"<li>{text}</li>"
    for text in (
        "Bent from a single piece of ash wood",
        "The head turns all the way round",
        "Dims without a flicker",
        "Draws only 6 W",
    )
)


def product_page(images: list[str]) -> str:
    data = json.dumps({**LD, "image": images})
    shown = "".join(f'<img src="{src}" alt="Desk lamp">' for src in images)
    return (
        f'<html lang="en"><head><title>Kite Desk Lamp</title><script type="application/ld+json">{data}</script></head>'
        f'<body><main class="product"><h1>Kite Desk Lamp</h1><div class="gallery">{shown}</div>'
        '<p class="price">$89.00</p>'
        f"<ul class='features'>{FEATURES}</ul></main></body></html>"
    )


def picture(seed: int) -> bytes:
    noise = np.random.default_rng(seed).integers(90, 160, (30, 40, 3), np.uint8)
    scene = cv2.resize(noise, (1200, 900), interpolation=cv2.INTER_CUBIC)
    cv2.circle(scene, (600, 420), 240, (40, 90, 200), -1, cv2.LINE_AA)
    cv2.rectangle(scene, (560, 600), (640, 860), (60, 70, 80), -1)
    return bytes(cv2.imencode(".png", scene)[1])


ROBOT = (
    "<html><head><title>Robot Check</title></head><body><form action='/captcha'>"
    "<p>Enter the characters you see below. Sorry, we need to make sure that you are not a robot.</p></form>"
    "</body></html>"
)
PAGES: dict[str, tuple[int, str, Callable[[], bytes]]] = {
    "/lamp": (200, "text/html", lambda: product_page(["/lamp-1.png", "/lamp-2.png", "/broken.png"]).encode()),
    "/lamp-1.png": (200, "image/png", lambda: picture(1)),
    "/lamp-2.png": (200, "image/png", lambda: picture(2)),
    "/broken.png": (200, "image/png", lambda: picture(3)[:2000]),
    "/bare": (200, "text/html", lambda: product_page([]).encode()),
    "/all-broken": (200, "text/html", lambda: product_page(["/broken.png"]).encode()),
    "/robot": (200, "text/html", lambda: ROBOT.encode()),
    "/forbidden": (403, "text/html", lambda: b"<html><title>403</title><h1>Forbidden</h1></html>"),
    "/empty": (
        200,
        "text/html",
        lambda: b"<html><head><title>App</title></head><body><div id=root></div></body></html>",
    ),
    "/huge": (200, "text/html", lambda: b"<html><body>" + b"<p>word</p>" * 5_000_000),
}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        status, kind, body = PAGES.get(self.path, (404, "text/html", lambda: b"<h1>Not found</h1>"))
        if self.path == "/endless":
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            try:
                while True:
                    self.wfile.write(b"<p>more</p>" * 1000)
                    time.sleep(0.001)
            except OSError:
                return
        data = body()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        try:
            self.wfile.write(data)
        except OSError:
            return

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="session")
def shop() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def lamp_page() -> str:
    return product_page(["/lamp-1.png"])


@dataclass
class Result:
    code: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture(scope="session")
def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONWARNINGS": "", "NO_COLOR": "1", "TERM": "dumb"}


@pytest.fixture(scope="session")
def pitchreel(environment: dict[str, str]) -> Callable[..., Result]:
    """Run the command line as a user does, in its own process."""

    def run(*words: str, cwd: Path | None = None, timeout: float = 240, **env: str) -> Result:
        done = subprocess.run(
            [sys.executable, "-m", "pitchreel", *words],
            cwd=cwd,
            env={**environment, **env},
            capture_output=True,
            text=True,
            timeout=timeout,
        )
        return Result(done.returncode, done.stdout, done.stderr)

    return run
