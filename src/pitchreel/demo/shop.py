"""The demo shop: one product page of our own, with pictures and a clip that are drawn on the spot."""

from __future__ import annotations

import functools
import hashlib
import http.server
import shutil
import tempfile
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from pitchreel.child import Child
from pitchreel.config import Settings
from pitchreel.demo.clip import FILE, render_clip
from pitchreel.demo.pictures import SHOTS, write_shot
from pitchreel.errors import OutputError, PitchreelError

PAGE = "pour-over-set.html"
_HERE = Path(__file__).parent
_SECONDS, _MEMORY = 60.0, 2_000_000_000
"""CPU time and memory of a process that draws."""

Drawing = Mapping[str, "Future[None]"]
"""The files that are still being drawn, or were."""


@contextmanager
def serve_demo() -> Iterator[str]:
    """Serve the demo shop on loopback and give the address of its product page.

    The page is there at once; pictures and clip are drawn by two processes meanwhile, and whoever asks for one
    before it is done waits for it. What was drawn is kept in the data folder, where that can be written.
    """
    kept = Settings().home.expanduser() / "demo" / _digest()
    if (kept / PAGE).exists():
        with _serve(kept, {}) as url:
            yield url
        return
    folder = _new_folder(kept.parent)
    try:
        shutil.copyfile(_HERE / PAGE, folder / PAGE)
        with _draw(folder) as drawing, _serve(folder, drawing) as url:
            yield url
        if folder.parent == kept.parent and all(_is_done(future) for future in drawing.values()):
            _keep(folder, kept)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _digest() -> str:
    """A name for what this version of the shop draws."""
    sources = sorted(path for path in _HERE.iterdir() if path.suffix in (".py", ".html"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:12]


def _new_folder(beside: Path) -> Path:
    """An empty folder in the data folder, or in the system's temporary one; raises OutputError."""
    try:
        beside.mkdir(parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(prefix=".drawing-", dir=beside))
    except OSError:  # a data folder that cannot be written only costs drawing anew each time
        pass
    try:
        return Path(tempfile.mkdtemp(prefix="pitchreel-demo-"))
    except OSError as error:
        raise OutputError(f"The demo cannot be drawn: {error.strerror}", "Make room, or set PITCHREEL_HOME") from None


def _keep(folder: Path, kept: Path) -> None:
    try:
        folder.replace(kept)
    except OSError:
        if not kept.exists():  # another run was faster
            raise


def _is_done(future: Future[None]) -> bool:
    return future.done() and not future.cancelled() and future.exception() is None


@contextmanager
def _draw(folder: Path) -> Iterator[Drawing]:
    """Draw everything into a folder: the clip in one process, the pictures in another."""
    pool = ThreadPoolExecutor(2, "demo")
    with (
        Child(memory=_MEMORY, preload=(render_clip.__module__,)) as filming,
        Child(memory=_MEMORY, preload=(write_shot.__module__,)) as drawing,
    ):
        lock = threading.Lock()

        def draw_clip() -> None:
            filming.run(render_clip, str(folder / FILE), seconds=_SECONDS, what="The demo's clip")

        def draw_shot(file: str) -> None:
            with lock:
                drawing.run(write_shot, file, str(folder), seconds=_SECONDS, what=f"The demo's {file}")

        try:
            yield {FILE: pool.submit(draw_clip), **{shot.file: pool.submit(draw_shot, shot.file) for shot in SHOTS}}
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
            filming.kill()
            drawing.kill()
            pool.shutdown()


@contextmanager
def _serve(folder: Path, drawing: Drawing) -> Iterator[str]:
    handler = functools.partial(_Handler, folder, drawing)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/{PAGE}"
        finally:
            server.shutdown()
            thread.join()


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Files of the shop, each when it is drawn, without a line on the terminal for it."""

    def __init__(self, folder: Path, drawing: Drawing, *args: Any) -> None:
        self._drawing = drawing
        super().__init__(*args, directory=str(folder))

    def do_GET(self) -> None:
        """Answer when the file is there."""
        future = self._drawing.get(unquote(urlsplit(self.path).path).lstrip("/"))
        try:
            if future is not None:
                future.result()
        except (PitchreelError, CancelledError) as error:
            self.send_error(500, str(error))
            return
        super().do_GET()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""
