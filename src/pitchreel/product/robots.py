"""Manners of a catalogue run: robots.txt is obeyed, and a host gets one request at a time, with a pause between pages.

The rules are those of RFC 9309. The standard library's reader knows neither ``*`` and ``$`` in a path nor that the
longest rule wins, so a shop that shuts ``/*?filter=`` would not be heard; hence a reader of our own.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from pitchreel.config import Settings
from pitchreel.errors import BadStatus, PageBlocked
from pitchreel.product.fetch import Fetcher, Response, parse_url
from pitchreel.product.wire import Resolver, resolve_host

ROBOTS_BYTES = 512_000
"""Read of a robots.txt; RFC 9309 asks for at least 500 KiB."""
LONGEST_PAUSE = 30.0
"""Seconds of Crawl-delay that are kept to; a file may ask for days."""
_RULES = 5000


@dataclass(frozen=True)
class Rules:
    """What a robots.txt says to one reader. ``paths`` are patterns with whether they allow."""

    paths: tuple[tuple[str, bool], ...] = ()
    delay: float = 0.0

    def allow(self, target: str) -> bool:
        """Whether a path with its query may be read: the longest pattern that fits decides, allowing on a tie."""
        target = _normal(target)
        fitting = [(len(pattern), allowed) for pattern, allowed in self.paths if _fits(pattern, target)]
        return max(fitting, default=(0, True))[1]


EVERYTHING = Rules()


def read_robots(text: str, agent: str) -> Rules:
    """The rules of a robots.txt for an agent (its product token, ``Pitchreel``), or those for all."""
    token = re.match(r"[A-Za-z_-]*", agent)
    name = token[0].lower() if token else ""
    groups: dict[str, tuple[list[tuple[str, bool]], list[float]]] = {}
    agents: list[str] = []
    opening = False
    for line in text.splitlines()[: 4 * _RULES]:
        key, colon, value = line.partition("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if not colon:
            continue
        if key == "user-agent":
            agents = [*agents, value.lower()] if opening else [value.lower()]
            opening = True
            groups.setdefault(value.lower(), ([], []))
            continue
        opening = opening and key not in {"allow", "disallow", "crawl-delay"}
        for one in agents:
            paths, delays = groups[one]
            if key in {"allow", "disallow"} and value and len(paths) < _RULES:
                paths.append((_normal(value[:2000]), key == "allow"))
            elif key == "crawl-delay" and re.fullmatch(r"\d{1,6}(\.\d{1,3})?", value):
                delays.append(float(value))
    paths, delays = groups.get(name) or groups.get("*") or ([], [])
    return Rules(tuple(paths), min(max(delays, default=0.0), LONGEST_PAUSE))


def _normal(path: str) -> str:
    """A path with one spelling for each character, whichever way it was escaped."""
    return quote(unquote(path, errors="replace"), safe="/*$?&=;:@!,+~()'[]%#|")


def _fits(pattern: str, target: str) -> bool:
    """Whether a path begins as a pattern says; ``*`` is anything, a last ``$`` the end. Linear for each star."""
    ends = pattern.endswith("$")
    first, *rest = pattern.removesuffix("$").split("*")
    if not target.startswith(first):
        return False
    at = len(first)
    for number, part in enumerate(rest):
        if ends and number == len(rest) - 1:
            return len(target) - len(part) >= at and target.endswith(part)
        at = target.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return not ends or at == len(target)


class _Host:
    """What is known of one host during a run."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.rules: Rules | None = None
        self.next_page = 0.0


class PoliteFetcher(Fetcher):
    """A Fetcher for many pages of a shop: asks robots.txt before each page and takes its time.

    A picture or clip that a page or feed names is fetched without asking, one at a time for each host.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        resolver: Resolver = resolve_host,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(settings, resolver=resolver)
        self._plain = Fetcher(settings, resolver=resolver)
        self._sleep = sleep
        self._clock = clock
        self._hosts: dict[str, _Host] = {}
        self._guard = threading.Lock()

    def get(self, url: str, *, limit: int, seconds: float, accept: str = "*/*") -> Response:
        """Read a page when its turn comes; raises PageBlocked where robots.txt says no, else what Fetcher raises."""
        origin, target = _origin(url)
        host = self._host(origin)
        with host.lock:
            rules = self._rules(host, origin)
            self._permit(rules, url, target)
            if (wait := host.next_page - self._clock()) > 0:
                self._sleep(wait)
            try:
                answer = super().get(url, limit=limit, seconds=seconds, accept=accept)
            finally:
                host.next_page = self._clock() + max(self.settings.catalogue_delay, rules.delay)
        final, target = _origin(answer.url)
        if answer.url != url:
            self._permit(self._rules(self._host(final), final), answer.url, target)
        return answer

    def download(self, url: str, path: Path, *, limit: int, seconds: float, accept: str = "*/*") -> Response:
        """Stream a file when no other request to its host is under way."""
        with self._host(_origin(url)[0]).lock:
            return super().download(url, path, limit=limit, seconds=seconds, accept=accept)

    def download_allowed(self, url: str, path: Path, *, limit: int, seconds: float) -> Response:
        """Stream a file that nobody but the user named; raises PageBlocked where robots.txt says no."""
        origin, target = _origin(url)
        self._permit(self._rules(self._host(origin), origin), url, target)
        return self.download(url, path, limit=limit, seconds=seconds)

    def _host(self, origin: str) -> _Host:
        with self._guard:
            return self._hosts.setdefault(origin, _Host())

    def _permit(self, rules: Rules, url: str, target: str) -> None:
        if not rules.allow(target):
            raise PageBlocked(
                f"robots.txt asks readers to stay away from {url[:200]}",
                "Save the page and give it by hand (pitchreel product --html FILE --url URL), or export a feed",
            )

    def _rules(self, host: _Host, origin: str) -> Rules:
        if host.rules is None:
            host.rules = self._ask(origin)
        return host.rules

    def _ask(self, origin: str) -> Rules:
        """RFC 9309, 2.3.1: no such file allows everything; a server that fails or is silent is left alone.

        Raises FetchError for the latter.
        """
        try:
            answer = self._plain.get(
                f"{origin}/robots.txt", limit=ROBOTS_BYTES, seconds=self.settings.page_seconds, accept="text/plain"
            )
        except BadStatus as error:
            if 400 <= error.status < 500 and error.status != 429:
                return EVERYTHING
            raise
        return read_robots(answer.body.decode("utf-8", "replace").lstrip("\ufeff"), self.settings.user_agent)


def _origin(url: str) -> tuple[str, str]:
    """``https://shop.example:8443`` and ``/path?query``; raises AddressRefused."""
    parsed = parse_url(url)
    parts = urlsplit(str(parsed))
    return f"{parts.scheme}://{parts.netloc.lower()}", (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
