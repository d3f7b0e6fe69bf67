"""The limited child: what it may, and that its end is never the parent's."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import child_jobs as jobs
import pytest

from pitchreel.child import Child, run_limited
from pitchreel.errors import BadStatus, MediaError, NotAProduct, PageError

MEMORY = 600_000_000


@pytest.fixture
def child() -> Iterator[Child]:
    with Child(memory=MEMORY) as child:
        yield child


def test_it_calls_and_gives_back(child: Child) -> None:
    assert child.run(jobs.add, 2, 3, seconds=5) == 5


def test_one_process_serves_many_calls(child: Child) -> None:
    assert child.run(jobs.who, seconds=5) == child.run(jobs.who, seconds=5)


def test_the_limits_are_set(child: Child) -> None:
    limits = child.run(jobs.limits, seconds=5)
    assert limits["RLIMIT_CORE"] == 0
    assert limits["RLIMIT_AS"] == MEMORY
    assert limits["RLIMIT_NOFILE"] <= 128


def test_large_messages_go_both_ways(child: Child) -> None:
    assert child.run(jobs.take, b"y" * 20_000_000, seconds=5) == 20_000_000
    assert len(child.run(jobs.give, 20_000_000, seconds=5)) == 20_000_000


def test_what_it_prints_does_not_garble_the_answer(child: Child) -> None:
    assert child.run(jobs.chatter, seconds=5) == "heard"


def test_an_endless_loop_ends_with_the_cpu_limit(child: Child) -> None:
    began = time.monotonic()
    with pytest.raises(PageError, match="too much time"):
        child.run(jobs.spin, seconds=1, failure=PageError, what="The page")
    assert time.monotonic() - began < 6


def test_a_sleeper_ends_with_the_wall_clock(child: Child) -> None:
    began = time.monotonic()
    with pytest.raises(MediaError, match="too much time"):
        child.run(jobs.sleep, seconds=0.3)
    assert time.monotonic() - began < 3


def test_a_child_that_shrugs_off_the_cpu_limit_ends_with_the_wall_clock(child: Child) -> None:
    with pytest.raises(MediaError, match="too much time"):
        child.run(jobs.ignore_cpu_limit, seconds=0.4)


def test_memory_is_capped(child: Child) -> None:
    with pytest.raises(MediaError, match="too much memory"):
        child.run(jobs.hoard, seconds=10)


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGKILL, signal.SIGABRT])
def test_a_crash_is_an_error_and_the_next_call_works(child: Child, number: int) -> None:
    with pytest.raises(MediaError, match="The picture"):
        child.run(jobs.die, int(number), seconds=5, what="The picture")
    assert child.run(jobs.add, 1, 1, seconds=5) == 2


def test_leaving_without_an_answer_is_an_error(child: Child) -> None:
    with pytest.raises(MediaError, match="broke down"):
        child.run(jobs.leave, seconds=5)


def test_errors_of_our_own_come_through_whole(child: Child) -> None:
    with pytest.raises(NotAProduct) as caught:
        child.run(jobs.refuse, seconds=5, failure=MediaError)
    assert (caught.value.what, caught.value.hint) == ("It is a poem", "Give a product")
    with pytest.raises(BadStatus) as status:
        child.run(jobs.refuse_status, seconds=5)
    assert status.value.status == 410


def test_a_slip_becomes_the_callers_error_with_the_trace_as_a_note(child: Child) -> None:
    with pytest.raises(PageError, match="by nought") as caught:
        child.run(jobs.slip, seconds=5, failure=PageError)
    assert "in slip" in "".join(caught.value.__notes__)


def test_cpu_time_is_counted_for_each_call_alone() -> None:
    with Child(memory=MEMORY) as child:
        for _ in range(3):
            with pytest.raises(MediaError):
                child.run(jobs.slip, seconds=1)
        assert child.run(jobs.add, 1, 2, seconds=1) == 3


def test_several_children_from_several_threads() -> None:
    def one(number: int) -> int:
        return run_limited(jobs.add, number, number, seconds=10, memory=MEMORY)

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(one, range(6))) == [0, 2, 4, 6, 8, 10]


def test_closing_ends_a_call_in_progress_without_leaving_a_process() -> None:
    child = Child(memory=MEMORY)
    child.start()
    process = child._process
    assert process is not None
    child.close()
    assert process.poll() is not None
