"""What the tests have a child do."""

from __future__ import annotations

import os
import resource
import signal
import sys
import time
from pathlib import Path

from pitchreel.errors import BadStatus, NotAProduct


def add(one: int, other: int) -> int:
    return one + other


def who() -> int:
    return os.getpid()


def limits() -> dict[str, int]:
    names = ("RLIMIT_CORE", "RLIMIT_AS", "RLIMIT_NOFILE", "RLIMIT_FSIZE")
    return {name: resource.getrlimit(getattr(resource, name))[0] for name in names}


def spin() -> None:
    while True:
        pass


def sleep() -> None:
    time.sleep(60)


def hoard() -> int:
    return len([bytearray(10_000_000) for _ in range(10_000)])


def die(number: int) -> None:
    os.kill(os.getpid(), number)


def leave() -> None:
    os._exit(3)


def chatter() -> str:
    print("noise " * 1000)
    os.write(1, b"\0" * 5000)
    sys.stderr.write("noise")
    return "heard"


def refuse() -> None:
    raise NotAProduct("It is a poem", "Give a product")


def refuse_status() -> None:
    raise BadStatus("gone", "look elsewhere", status=410)


def slip() -> None:
    raise ZeroDivisionError("by nought")


def give(size: int) -> bytes:
    return b"x" * size


def take(data: bytes) -> int:
    return len(data)


def ignore_cpu_limit() -> None:
    signal.signal(signal.SIGXCPU, signal.SIG_IGN)
    spin()


def fill(path: str) -> None:
    with Path(path).open("wb") as file:
        while True:
            file.write(bytes(10_000_000))
