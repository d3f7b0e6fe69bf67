"""Pages that scripts draw, read with the system's Chromium behind the same guard as everything else.

Used only when the plain page is an empty shell and the setting ``browser`` is on. The browser has a profile of its own
that is thrown away, the sandbox, a clock, a limit of memory and no way out but the guarded proxy. It says honestly
who it is, and no robot check is evaded.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

from pitchreel.config import Settings
from pitchreel.errors import AddressRefused, PageError, SetupError, TooLarge, TooSlow, Unreachable
from pitchreel.product.fetch import Fetcher, Response
from pitchreel.product.proxy import GuardedProxy

WARNING = "The page is drawn by scripts: it was read with a browser"
PROGRAMS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
LOOK = 0.2
"""Seconds between two looks at the browser's memory."""
_BY_HAND = "Save the page in a browser and give it by hand: pitchreel product --html FILE --url URL"
_BOOT = "import sys, json; sys.path[:] = json.loads(sys.argv[1]); from pitchreel.product.drawing import main; main()"


def draw_page(url: str, *, settings: Settings, fetcher: Fetcher) -> Response:
    """A page as it stands after its scripts have run, as if it had been served so.

    Raises SetupError when Chromium, Playwright or the sandbox is missing, TooSlow and TooLarge at the settings' limits,
    PageError beyond that of memory, and Unreachable when the page does not open.
    """
    program = find_browser(settings)
    fetcher.check(url)
    with (
        GuardedProxy(fetcher, limit=settings.browser_bytes, seconds=settings.browser_seconds) as proxy,
        tempfile.TemporaryDirectory(prefix="pitchreel-browser-", ignore_cleanup_errors=True) as folder,
    ):
        order = {
            "url": url,
            "program": program,
            "sandbox": settings.browser_sandbox,
            "proxy": proxy.address,
            "user_agent": settings.user_agent,
            "locale": "en-US",
            "seconds": 0.9 * settings.browser_seconds,
        }
        answer = _run(order, Path(folder), url, settings)
        if proxy.overrun:
            limit = f"{settings.browser_bytes / 1e6:,.0f} MB"
            raise TooLarge(
                f"{url} loads more than {limit} in a browser", f"{_BY_HAND}, or raise PITCHREEL_BROWSER_BYTES"
            )
    return _response(answer, url, settings)


def find_browser(settings: Settings) -> str:
    """The path of Chromium; raises SetupError when the browser reader cannot work here."""
    if importlib.util.find_spec("playwright") is None:
        raise SetupError(
            "The browser reader needs Playwright", "Install the extra `browser`: pip install 'playwright>=1.65,<2'"
        )
    named = settings.browser_path
    program = shutil.which(named) if named else next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        raise SetupError(
            f"There is no browser at {named}" if named else "The browser reader needs Chromium",
            "apt-get install chromium, or set PITCHREEL_BROWSER_PATH to it",
        )
    if settings.browser_sandbox and os.geteuid() == 0:
        raise SetupError(
            "Chromium's sandbox does not work for root",
            "Run Pitchreel as an ordinary user, or do without the sandbox at your own risk: "
            "PITCHREEL_BROWSER_SANDBOX=false",
        )
    return program


def _run(order: dict[str, object], folder: Path, url: str, settings: Settings) -> dict[str, str]:
    """Have the page drawn by a process of its own; nothing of it is left afterwards."""
    process = subprocess.Popen(
        [sys.executable, "-I", "-c", _BOOT, json.dumps(sys.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(folder),
        start_new_session=True,
    )
    until = time.monotonic() + settings.browser_seconds
    given: bytes | None = json.dumps(order).encode()
    try:
        while True:
            try:
                answer, _ = process.communicate(given, timeout=LOOK)
                break
            except subprocess.TimeoutExpired:
                given = None
            if time.monotonic() > until:
                raise TooSlow(
                    f"{url} was not drawn within {settings.browser_seconds:g} s",
                    f"{_BY_HAND}, or raise PITCHREEL_BROWSER_SECONDS",
                )
            if _memory(_family(process.pid, folder)) > settings.browser_memory:
                limit = f"{settings.browser_memory / 1e9:.1f} GB"
                raise PageError(f"{url} takes more than {limit} of memory in a browser", _BY_HAND)
    finally:
        _end(process, folder)
    try:
        told = json.loads(answer)
    except ValueError:
        raise SetupError(
            "The browser reader broke down", "Run `pitchreel doctor`, and see that Chromium starts by itself"
        ) from None
    return {str(key): str(value) for key, value in told.items()}


def _response(answer: dict[str, str], url: str, settings: Settings) -> Response:
    if problem := answer.get("problem"):
        if answer.get("stage") == "launch":
            sandbox = "sandbox" in problem.lower()
            raise SetupError(
                "Chromium does not start" + (" with its sandbox" if sandbox else f": {_essence(problem)}"),
                "Allow unprivileged user namespaces (sysctl kernel.unprivileged_userns_clone=1), or do without the "
                "sandbox at your own risk: PITCHREEL_BROWSER_SANDBOX=false"
                if sandbox
                else "See that it starts by itself",
            )
        raise Unreachable(f"{url} does not open in a browser: {_essence(problem)}", _BY_HAND)
    final, body = answer["url"], answer["html"].encode("utf-8", "replace")
    if urlsplit(final).scheme not in {"http", "https"}:
        raise AddressRefused(f"{url} leads to {final[:100]!r}, which is no page of the web", _BY_HAND)
    if len(body) > settings.page_bytes:
        raise TooLarge(f"{url} is drawn into more than {settings.page_bytes / 1e6:,.1f} MB", _BY_HAND)
    return Response(final, 200, {"content-type": "text/html; charset=utf-8"}, body)


def _essence(problem: str) -> str:
    return problem.splitlines()[0].removeprefix("Page.goto: ").removeprefix("BrowserType.launch: ")[:200]


def _environment(folder: Path) -> dict[str, str]:
    """What the browser is told of this machine: a home that is thrown away, and nothing of the user's."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "FONTCONFIG_FILE") if name in os.environ}
    homes = {name: str(folder) for name in ("HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR")}
    return {**kept, **homes, "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD": "1"}


def _family(first: int, folder: Path) -> set[int]:
    """The processes that come from ``first``, and those that use the browser's folder with all that come from them."""
    parents: dict[int, int] = {}
    family = {first}
    mark = str(folder).encode()
    for entry in os.scandir("/proc"):
        if entry.name.isdecimal():
            with contextlib.suppress(OSError, ValueError, IndexError):  # it may have ended meanwhile
                pid = int(entry.name)
                stat = Path(entry.path, "stat").read_text(errors="replace")
                parents[pid] = int(stat.rpartition(")")[2].split()[1])
                if pid != os.getpid() and mark in Path(entry.path, "cmdline").read_bytes():
                    family.add(pid)
    while grown := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= grown
    return family


def _memory(family: set[int]) -> int:
    """Bytes of memory that these processes have for themselves."""
    page, total = os.sysconf("SC_PAGE_SIZE"), 0
    for pid in family:
        with contextlib.suppress(OSError, ValueError, IndexError):
            _, resident, shared, *_ = Path(f"/proc/{pid}/statm").read_text().split()
            total += (int(resident) - int(shared)) * page
    return total


def _end(process: subprocess.Popen[bytes], folder: Path) -> None:
    """Kill whatever is left of the browser."""
    for _ in range(5):
        family = (
            _family(process.pid, folder) if process.poll() is None else _family(process.pid, folder) - {process.pid}
        )
        if not family:
            break
        for pid in family:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(0.2)
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()
    process.wait()
