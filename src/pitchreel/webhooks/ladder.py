"""Ladder: when a notice that did not arrive is sent again.

The rungs are those of Standard Webhooks 1.0 by default: at once, then after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h,
20 h and 24 h. A random part is added to each, so that many notices that failed together do not come back together.
"""

from __future__ import annotations

import random
import re
from datetime import UTC
from email.utils import parsedate_to_datetime

from pitchreel.config import Settings

JITTER = 0.2
"""The largest random part, of the rung."""
LONGEST = 86_400.0
"""Seconds that a receiver may put a notice off for with Retry-After."""


def rungs(settings: Settings) -> tuple[float, ...]:
    """Seconds to wait before each attempt, the first included."""
    return tuple(float(part) for part in settings.webhook_ladder.split(","))


def wait(settings: Settings, failed: int, *, retry_after: float = 0.0) -> float | None:
    """Seconds until the next attempt after so many failed ones; None when the ladder is used up."""
    steps = rungs(settings)
    if failed >= len(steps):
        return None
    return max(steps[failed] * random.uniform(1.0, 1.0 + JITTER), min(retry_after, LONGEST))


def retry_after(value: str, now: float) -> float:
    """The seconds of a Retry-After header, a number or a date (RFC 9110, 10.2.3); 0 for anything else."""
    text = value.strip()
    if re.fullmatch(r"[0-9]{1,9}", text):
        return float(text)
    try:
        date = parsedate_to_datetime(text)
        then = (date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError, TypeError):
        return 0.0
    return max(0.0, then - now)
