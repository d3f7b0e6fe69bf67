"""Counting: what /metrics tells of requests, kept in this process."""

from __future__ import annotations

import threading
from collections import Counter, defaultdict

BUCKETS = (0.005, 0.025, 0.1, 0.25, 1.0, 5.0, 30.0)
"""Upper bounds in seconds of the groups that durations are counted in."""


class Counters:
    """Requests and their durations by method, route and status."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._requests: Counter[tuple[str, str, int]] = Counter()
        self._seconds: defaultdict[tuple[str, str], float] = defaultdict(float)
        self._within: Counter[tuple[str, str, float]] = Counter()

    def count(self, method: str, path: str, status: int, seconds: float) -> None:
        """Take an answer down; ``path`` is a route's, so that there are only so many."""
        known = method if method in {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"} else "other"
        with self._lock:
            self._requests[known, path, status] += 1
            self._seconds[known, path] += seconds
            for bound in BUCKETS:
                if seconds <= bound:
                    self._within[known, path, bound] += 1

    def lines(self) -> list[str]:
        """The figures in Prometheus' text form."""
        with self._lock:
            requests, seconds, within = dict(self._requests), dict(self._seconds), dict(self._within)
        lines = head("pitchreel_requests_total", "counter", "Requests answered")
        for (method, path, status), number in sorted(requests.items()):
            lines.append(f'pitchreel_requests_total{{method="{method}",route="{path}",status="{status}"}} {number}')
        name = "pitchreel_request_seconds"
        lines += head(name, "histogram", "Time from a request's head to the end of its answer")
        for method, path in sorted(seconds):
            label = f'method="{method}",route="{path}"'
            total = sum(number for key, number in requests.items() if key[:2] == (method, path))
            lines += [
                f'{name}_bucket{{{label},le="{bound}"}} {within.get((method, path, bound), 0)}' for bound in BUCKETS
            ]
            lines.append(f'{name}_bucket{{{label},le="+Inf"}} {total}')
            lines.append(f"{name}_sum{{{label}}} {seconds[method, path]:.6f}")
            lines.append(f"{name}_count{{{label}}} {total}")
        return lines


def head(name: str, kind: str, meaning: str) -> list[str]:
    """The two lines before a figure."""
    return [f"# HELP {name} {meaning}", f"# TYPE {name} {kind}"]
