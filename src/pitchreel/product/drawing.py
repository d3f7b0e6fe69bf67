"""The browser's side: a program of its own that has Chromium draw one page and says what stands on it then.

It is told what to do as JSON on standard input and answers as JSON on standard output. ``browser`` starts it, watches
its time and memory, and ends it.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

SETTLED = 3
"""Looks in a row that find the page unchanged before it counts as drawn."""
LOOK = 0.3
"""Seconds between two looks."""

_LENGTH = "document.documentElement ? document.documentElement.outerHTML.length : 0"
_ARGUMENTS = (
    # Nothing past the proxy: no WebRTC over UDP, no look-ups, no QUIC, no errands of the browser's own.
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--disable-quic",
    "--dns-prefetch-disable",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-pings",
    "--no-first-run",
    "--disable-gpu",
    "--disable-extensions",
    "--renderer-process-limit=3",
    "--js-flags=--max-old-space-size=512",
)


def draw(order: dict[str, Any]) -> dict[str, Any]:
    """Draw a page: its final address and its HTML, or ``problem`` with the browser's own words and ``stage``."""
    from playwright.sync_api import Error, Page, Route, sync_playwright

    until = time.monotonic() + order["seconds"]
    stage = "launch"

    def left() -> float:
        return float(max(1.0, 1000 * (until - time.monotonic())))

    def decide(route: Route) -> None:
        web = route.request.url.startswith(("http://", "https://", "data:", "blob:"))
        if web and route.request.resource_type not in {"media", "font"}:
            route.continue_()
        else:
            route.abort()

    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=order["program"],
                chromium_sandbox=order["sandbox"],
                headless=True,
                args=list(_ARGUMENTS),
                proxy={"server": order["proxy"], "bypass": "<-loopback>"},
                timeout=left(),
            )
            context = browser.new_context(
                user_agent=order["user_agent"], accept_downloads=False, service_workers="block", locale=order["locale"]
            )
            context.route("**/*", decide)
            page = context.new_page()

            def close_other(other: Page) -> None:
                if other is not page:
                    other.close()

            context.on("page", close_other)
            stage = "page"
            page.goto(order["url"], wait_until="domcontentloaded", timeout=left())
            _settle(page, until)
            answer = {"url": page.url, "html": page.content()}
            browser.close()
            return answer
    except Error as error:
        return {"problem": str(error)[:4000], "stage": stage}


def _settle(page: Any, until: float) -> None:
    """Wait until the page stays as it is for some looks, or most of the time is over."""
    same, before = 0, -1
    while same < SETTLED and time.monotonic() < until - 2:
        page.wait_for_timeout(1000 * LOOK)
        length = page.evaluate(_LENGTH)
        same = same + 1 if length == before else 0
        before = length


def main() -> None:
    """Draw what standard input asks for."""
    json.dump(draw(json.load(sys.stdin)), sys.stdout)
