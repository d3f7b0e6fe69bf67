"""robots.txt is read as RFC 9309 says, and a catalogue run keeps to it and takes its time."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loopback import Server, response

from pitchreel.config import Settings
from pitchreel.errors import AddressRefused, BadStatus, PageBlocked
from pitchreel.product.robots import LONGEST_PAUSE, PoliteFetcher, read_robots

AGENT = "Pitchreel/0.1 (+self-hosted)"


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        ("Disallow: /", "/x", False),
        ("Disallow:", "/x", True),
        ("", "/x", True),
        ("Disallow: /cart", "/cart?x=1", False),
        ("Disallow: /cart", "/Cart", True),
        ("Disallow: /\nAllow: /products/", "/products/lamp", True),
        ("Allow: /products/\nDisallow: /", "/products/lamp", True),
        ("Disallow: /a/b\nAllow: /a", "/a/b/c", False),
        ("Disallow: /a\nAllow: /a", "/a", True),
        ("Disallow: /*?filter=", "/lamps?filter=oak", False),
        ("Disallow: /*?filter=", "/lamps", True),
        ("Disallow: /*.pdf$", "/a.pdf", False),
        ("Disallow: /*.pdf$", "/a.pdf?x", True),
        ("Disallow: /a*b*c", "/axxbxxc/more", False),
        ("Disallow: /a*b*c", "/acb", True),
        ("Disallow: /x$", "/x", False),
        ("Disallow: /x$", "/xy", True),
        ("Disallow: /caf%C3%A9", "/café", False),
        ("Disallow: /café", "/caf%c3%a9", False),
        ("Disallow: /a # with a remark", "/a", False),
        ("disallow : /a", "/a", False),
    ],
)
def test_which_rule_decides(rules: str, path: str, allowed: bool) -> None:
    assert read_robots(f"User-agent: *\n{rules}", AGENT).allow(path) is allowed


def test_the_own_group_counts_before_that_for_all() -> None:
    text = (
        "User-agent: *\nDisallow: /\n\nUser-agent: Other\nUser-agent: PITCHREEL\nDisallow: /private\nCrawl-delay: 2.5"
    )
    mine, others = read_robots(text, AGENT), read_robots(text, "Somebody/1")
    assert (mine.allow("/lamp"), mine.allow("/private/x"), mine.delay) == (True, False, 2.5)
    assert (others.allow("/lamp"), others.delay) == (False, 0)


def test_groups_of_one_agent_are_taken_together() -> None:
    text = "User-agent: *\nDisallow: /a\nUser-agent: x\nDisallow: /\nUser-agent: *\nDisallow: /b"
    rules = read_robots(text, AGENT)
    assert [rules.allow(path) for path in ("/a", "/b", "/c")] == [False, False, True]


def test_nobody_waits_for_days() -> None:
    assert read_robots("User-agent: *\nCrawl-delay: 86400", AGENT).delay == LONGEST_PAUSE


@given(st.text(max_size=400), st.text(max_size=60))
def test_any_text_can_be_read(text: str, path: str) -> None:
    assert read_robots(f"User-agent: *\nDisallow: {text}\n{text}", AGENT).allow(f"/{path}") in {True, False}


def test_many_stars_take_no_time() -> None:
    begun = time.monotonic()
    read_robots("User-agent: *\nDisallow: /" + "a*" * 900 + "b$", AGENT).allow("/" + "a" * 8000)
    assert time.monotonic() - begun < 1


ROBOTS = response(b"User-agent: Pitchreel\nDisallow: /private\n")
PAGE = response(b"<html>lamp</html>")


def polite(server: Server, waits: list[float] | None = None, **options: object) -> PoliteFetcher:
    settings = Settings(allow_hosts=server.host, **options)  # type: ignore[arg-type]
    return PoliteFetcher(settings, sleep=(waits if waits is not None else []).append)


def get(fetcher: PoliteFetcher, url: str) -> bytes:
    return fetcher.get(url, limit=10_000, seconds=5).body


def test_pages_that_robots_txt_shuts_are_not_asked_for() -> None:
    with Server({"/robots.txt": ROBOTS, "/lamp": PAGE, "/private/lamp": PAGE}) as server:
        fetcher = polite(server)
        assert get(fetcher, server.url("/lamp")) == b"<html>lamp</html>"
        with pytest.raises(PageBlocked, match=r"robots\.txt") as caught:
            get(fetcher, server.url("/private/lamp"))
    assert caught.value.hint
    asked = [request.split(b" ")[1] for request in server.requests]
    assert asked == [b"/robots.txt", b"/lamp"]
    assert b"User-Agent: Pitchreel/" in server.requests[0]


def test_a_redirect_does_not_lead_around_it() -> None:
    answers = {"/robots.txt": ROBOTS, "/lamp": response(b"", "302 Found", Location="/private/lamp")}
    with Server({**answers, "/private/lamp": PAGE}) as server, pytest.raises(PageBlocked):
        get(polite(server), server.url("/lamp"))


@pytest.mark.parametrize(
    ("status", "open_to_all"),
    [("404 Not Found", True), ("403 Forbidden", True), ("503 Busy", False), ("429 Slow", False)],
)
def test_a_missing_file_allows_and_a_failing_server_does_not(status: str, open_to_all: bool) -> None:
    with Server({"/robots.txt": response(b"", status), "/lamp": PAGE}) as server:
        if open_to_all:
            assert get(polite(server), server.url("/lamp"))
        else:
            with pytest.raises(BadStatus, match=r"robots\.txt"):
                get(polite(server), server.url("/lamp"))
            assert len(server.requests) == 1


def test_there_is_a_pause_between_pages_of_a_host() -> None:
    waits: list[float] = []
    with Server({"/lamp": PAGE}) as server:
        fetcher = polite(server, waits, catalogue_delay=7)
        for _ in range(3):
            get(fetcher, server.url("/lamp"))
    assert len(waits) == 2
    assert all(6 < wait <= 7 for wait in waits)


def test_a_longer_pause_that_robots_txt_asks_for_is_kept() -> None:
    waits: list[float] = []
    with Server({"/robots.txt": response(b"User-agent: *\nCrawl-delay: 11"), "/lamp": PAGE}) as server:
        fetcher = polite(server, waits, catalogue_delay=0.5)
        get(fetcher, server.url("/lamp"))
        get(fetcher, server.url("/lamp"))
    assert len(waits) == 1
    assert waits[0] > 10


def test_pictures_of_a_host_come_one_at_a_time(tmp_path: Path) -> None:
    running, most = 0, 0
    count = threading.Lock()

    def slowly(connection: object, request: bytes) -> None:
        nonlocal running, most
        with count:
            running += 1
            most = max(most, running)
        time.sleep(0.05)
        with count:
            running -= 1
        connection.sendall(PAGE)  # type: ignore[attr-defined]

    with Server({"/a.png": slowly}) as server:
        fetcher = polite(server)
        threads = [
            threading.Thread(
                target=fetcher.download,
                args=(server.url("/a.png"), tmp_path / str(number)),
                kwargs={"limit": 1000, "seconds": 5},
            )
            for number in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert most == 1


def test_it_is_guarded_like_any_other(tmp_path: Path) -> None:
    fetcher = PoliteFetcher(Settings())
    with pytest.raises(AddressRefused):
        fetcher.get("http://127.0.0.1:9/x", limit=10, seconds=1)
    with Server({}) as server, pytest.raises(BadStatus):
        polite(server).download_allowed(server.url("/feed.xml"), tmp_path / "f", limit=10, seconds=2)
