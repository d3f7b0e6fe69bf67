"""Films: the pages of the test shop in every style and ratio at full size, each measured and put on a contact sheet."""

from __future__ import annotations

import itertools
import random
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from pitchreel.config import Settings
from pitchreel.documents import Narration, Timeline, Video
from pitchreel.pipeline import Brief, make_video
from pitchreel.qa import contact_sheet
from pitchreel.qa.mouth import mouth_fit
from pitchreel.qa.timing import caption_errors

SHOP = Path(__file__).parents[2] / ".." / "shared" / "shop"
PAGES = ("plimsolls.html", "apple-juice.html", "cushion.html", "juice-video.html")
STYLES = ("FullScreen", "Card Stacking", "AvatarBubble")
RATIOS = ("9:16", "16:9", "1:1")
COUNT = len(PAGES) * len(STYLES) * len(RATIOS)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve a folder on loopback; gives host:port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def run(count: int, seed: int, output: Path, *, length: int = 15) -> dict[str, Any]:
    """Make ``count`` of the films (all, or a seeded sample) and measure each."""
    if not SHOP.is_dir():
        return {"failed": 0, "skipped": "the test shop is not beside the project"}
    orders = list(itertools.product(PAGES, STYLES, RATIOS))
    if count < len(orders):
        orders = random.Random(seed).sample(orders, count)
    films = []
    with serve(SHOP) as host:
        settings = Settings(allow_hosts=host)
        for page, style, ratio in orders:
            films.append(_film(f"http://{host}/{page}", page, style, ratio, length, output, settings))
    pooled = [error for film in films for error in film.pop("errors")]
    return {
        "failed": sum(bool(film["failed"]) for film in films),
        "films": len(films),
        "caption_ms": _spread(pooled),
        "rows": films,
    }


def _film(url: str, page: str, style: str, ratio: str, length: int, output: Path, settings: Settings) -> dict[str, Any]:
    stem = f"{Path(page).stem}-{style.lower().replace(' ', '-')}-{ratio.replace(':', 'x')}"
    path = output / f"{stem}.mp4"
    begun = time.monotonic()
    video: Video = make_video(url, path, brief=Brief(length=length, style=style, ratio=ratio), settings=settings)
    taken = time.monotonic() - begun
    folder = path.with_suffix("")
    timeline = Timeline.load(folder / "timeline.json")
    narration = Narration.load(folder / "narration.json")
    contact_sheet(path, timeline, output / f"{stem}.sheet.jpg", checks=video.checks)
    mouth = mouth_fit(timeline, narration, folder)
    errors = [error * 1000 for error in caption_errors(timeline, narration, folder)]
    return {
        "film": stem,
        "seconds": round(video.duration, 2),
        "taken": round(taken, 1),
        "loudness": video.loudness,
        "caption_ms": _spread(errors),
        "mouth": mouth and {"r": round(mouth.r, 2), "late_ms": round(mouth.late * 1000)},
        "failed": [f"{c.id} {c.title}: {c.value} {'; '.join(c.where)}" for c in video.checks if c.outcome == "fail"],
        "warned": [f"{c.id} {c.title}: {c.value}" for c in video.checks if c.outcome == "warn"],
        "errors": errors,
    }


def _spread(errors: list[float]) -> dict[str, float]:
    if not errors:
        return {}
    ranked = sorted(errors)
    return {
        "words": len(ranked),
        "median": round(statistics.median(ranked), 1),
        "p95": round(ranked[min(len(ranked) - 1, int(0.95 * len(ranked)))], 1),
    }
