"""A shop of a few drawn pictures on loopback, which also takes notices."""

from __future__ import annotations

import functools
import http.server
import json
import threading
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

from PIL import Image, ImageDraw

PAGE = """<!doctype html><html lang="en"><head><title>{name}</title>
<script type="application/ld+json">{data}</script></head>
<body><h1>{name}</h1><p>A lamp that folds flat and charges by USB-C in two hours. It weighs 210 g.</p>
<img src="/0.png" alt="{name}"><img src="/1.png" alt="{name}, folded"></body></html>"""
NAME = "Kite Desk Lamp"


class Post(NamedTuple):
    """A notice as it came in."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]


class _Handler(http.server.SimpleHTTPRequestHandler):
    def __init__(self, *args: Any, posts: list[Post], busy: list[int], directory: str) -> None:
        self.posts = posts
        self.busy = busy
        super().__init__(*args, directory=directory)

    def do_GET(self) -> None:
        if self.path == "/busy.html" and self.busy:
            self.busy.pop()
            self.send_error(503)
            return
        super().do_GET()

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.posts.append(Post(self.path, {name.lower(): value for name, value in self.headers.items()}, body))
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        pass


class Shop:
    """Serves pictures ``/0.png`` ... and a page, ``/lamp.html``; keeps what is posted in ``posts``.

    ``/busy.html`` is the same page behind a 503 for each entry of ``busy``.
    """

    def __init__(self, folder: Path) -> None:
        self.posts: list[Post] = []
        self.busy: list[int] = []
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        for number, colour in enumerate(("#c43a31", "#2f6fb7", "#3f9a5c")):
            picture = Image.new("RGB", (500, 500), "white")
            ImageDraw.Draw(picture).ellipse((90, 90, 410, 410), fill=colour)
            picture.save(folder / f"{number}.png")
        offer = {"@type": "Offer", "price": "49.00", "priceCurrency": "USD"}
        data = {
            "@context": "https://schema.org",
            "@type": "Product",
            "name": NAME,
            "image": ["/0.png"],
            "offers": offer,
        }
        for page in ("lamp.html", "busy.html"):
            (folder / page).write_text(PAGE.format(name=NAME, data=json.dumps(data)), encoding="utf-8")
        handler = functools.partial(_Handler, posts=self.posts, busy=self.busy, directory=str(folder))
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self._server.server_address[1]}"

    @property
    def url(self) -> str:
        return f"http://{self.host}"
