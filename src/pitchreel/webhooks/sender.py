"""Sender: takes what is due and sends it, several at once, until it is told to stop.

An answer of 2xx is an arrival. Everything else is a failure and goes to the ladder's next rung: a redirect, which is
never followed, a refused address, a broken or late answer. 410 means that nobody wants it any more: nothing is sent
again, and the endpoint is switched off. Receivers get each notice at least once; its event id is always the same.
"""

from __future__ import annotations

import logging
import random
import threading
import time
from collections import Counter
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

from pitchreel.config import Settings
from pitchreel.errors import PitchreelError, StorageError
from pitchreel.product.fetch import Fetcher
from pitchreel.product.wire import Resolver, resolve_host
from pitchreel.service import deliveries
from pitchreel.storage.database import Database
from pitchreel.storage.secret import installation_secret
from pitchreel.webhooks import ladder, queue, signing
from pitchreel.webhooks.queue import Held

log = logging.getLogger("pitchreel.webhooks")

PAUSE = 0.5
"""Seconds between two looks when nothing is due."""
AWAY = 5.0
"""Seconds of patience with a database that does not answer."""
CLEANING = 600.0
"""Seconds between two looks for what ended longer than keep_days ago."""
DAY = 86_400.0
GONE = 410


def run(db: Database, settings: Settings, stop: threading.Event, *, resolver: Resolver = resolve_host) -> None:
    """Send until ``stop`` is set and what is on its way has ended: at most webhook_seconds later.

    Any number of processes may run it over one database. ``resolver`` replaces the system's name look-up.
    """
    Sender(db, settings, resolver=resolver).run(stop)


class Sender:
    """One process's sender: ``webhook_parallel`` notices at once, half of them to one receiver at most."""

    def __init__(self, db: Database, settings: Settings, *, resolver: Resolver = resolve_host) -> None:
        self._db = db
        self._settings = settings
        self._fetcher = Fetcher(settings, resolver=resolver)
        self._secret = installation_secret(settings)
        self._share = max(1, settings.webhook_parallel // 2)
        self._sending: dict[Future[None], str] = {}
        self._clean_at = time.monotonic() + random.uniform(0, CLEANING)

    def run(self, stop: threading.Event) -> None:
        """Send until told to stop; what is on its way is ended."""
        with ThreadPoolExecutor(self._settings.webhook_parallel, thread_name_prefix="webhook") as pool:
            while not stop.is_set():
                try:
                    self._collect()
                    self._clean()
                    held = self._take()
                except StorageError:
                    # It comes back or the worker is stopped; what was on its way is let go of by the clock.
                    stop.wait(AWAY)
                    continue
                except Exception:
                    # A fault of our own ends one notice's turn, not the sending: the clock lets go of it.
                    log.exception("A notice could not be dealt with")
                    stop.wait(AWAY)
                    continue
                if held:
                    self._sending[pool.submit(self.send, held)] = queue.receiver(held.url)
                elif len(self._sending) >= self._settings.webhook_parallel:
                    wait(self._sending, timeout=PAUSE, return_when=FIRST_COMPLETED)
                else:
                    stop.wait(PAUSE)

    def send(self, held: Held) -> None:
        """Send one that is held, and write down what came of it."""
        if held.stop:
            queue.stopped(self._db, held, error=held.stop)
            return
        if held.fresh and (first := ladder.wait(self._settings, 0)):
            queue.begin(self._db, held, seconds=first)
            return
        status: int | None = None
        put_off = 0.0
        try:
            answer = self._fetcher.post(
                held.url, held.body, headers=self._headers(held), seconds=self._settings.webhook_seconds
            )
            status, error = answer.status, f"answered {answer.status}"
            put_off = ladder.retry_after(answer.headers.get("retry-after", ""), time.time())
        except PitchreelError as failure:
            error = failure.what
        except Exception as failure:
            # Whatever one notice does to us, the others are not to wait for it.
            error = f"could not be sent: {type(failure).__name__}: {failure}"
        if status is not None and 200 <= status < 300:
            queue.delivered(self._db, held, status)
        elif status == GONE:
            queue.stopped(self._db, held, status=status, error="answered 410, gone: nobody wants it there", gone=True)
        else:
            self._failed(held, status, error, put_off)

    def _failed(self, held: Held, status: int | None, error: str, put_off: float) -> None:
        seconds = ladder.wait(self._settings, held.attempts + 1, retry_after=put_off)
        if seconds is None:
            most = self._settings.webhook_switch_off
            queue.given_up(self._db, held, status=status, error=error, in_a_row=most)
        else:
            queue.put_off(self._db, held, seconds=seconds, status=status, error=error)

    def _headers(self, held: Held) -> dict[str, str]:
        return signing.headers(
            held.body,
            secret=held.secret,
            event=held.event,
            event_id=held.event_id,
            at=time.time(),
            dialect=held.dialect,
            agent=self._settings.webhook_user_agent,
        )

    def _take(self) -> Held | None:
        if len(self._sending) >= self._settings.webhook_parallel:
            return None
        busy = [one for one, number in Counter(self._sending.values()).items() if number >= self._share]
        return queue.take(self._db, seconds=self._settings.webhook_seconds, secret=self._secret, busy=busy)

    def _clean(self) -> None:
        if time.monotonic() >= self._clean_at:
            self._clean_at = time.monotonic() + CLEANING
            deliveries.clean(self._db, seconds=self._settings.keep_days * DAY)

    def _collect(self) -> None:
        for future in [one for one in self._sending if one.done()]:
            del self._sending[future]
            future.result()
