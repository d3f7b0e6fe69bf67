"""A child process with hard limits, for whatever reads foreign bytes: pages, pictures, clips.

A page made to hang or a picture made to explode costs one child and one clear error; the parent never dies of it.
The child is a fresh interpreter (never a fork of a process that may hold threads and locks), and it serves calls
until it is closed, so that several pictures share one start-up. It starts while the parent still downloads.

The limits: address space, CPU and wall-clock seconds of each call, the size of files written, the number of open
files, no core dump. They contain accidents and bombs; they are no jail for code that took over the child.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import math
import os
import pickle
import resource
import select
import signal
import struct
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import IO, Any, Self, TypeVar

from pitchreel import errors
from pitchreel.errors import MediaError, PitchreelError, SetupError

T = TypeVar("T")

FILE_BYTES = 1_000_000_000
OPEN_FILES = 128
WALL_OVER_CPU = 3.0
"""A call may last this many times its CPU seconds by the wall clock: the machine may be busy with others."""

_HEADER = struct.Struct(">Q")
_REPLY_BYTES = 256_000_000
_BOOT = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]); "
    "from pitchreel.child import serve; serve(int(sys.argv[2]), json.loads(sys.argv[3]))"
)
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}


class Child:
    """A limited process that calls module-level functions, one at a time.

    ``memory`` is its address space in bytes; ``preload`` names modules that it imports on starting. After a call
    that killed it the next call starts a fresh one. Use it as a context manager, from one thread at a time.
    """

    def __init__(self, *, memory: int, preload: tuple[str, ...] = ()) -> None:
        self.memory = memory
        self.preload = preload
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def start(self) -> None:
        """Start the process if it does not run; returns at once, while it is still importing."""
        if self._process is not None and self._process.poll() is None:
            return
        self.close()
        if not sys.executable:
            raise SetupError("Python does not know where its own program is", "Run Pitchreel with an ordinary Python")
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-c", _BOOT, json.dumps(sys.path), str(self.memory), json.dumps(self.preload)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **_ONE_THREAD},
            start_new_session=True,
        )

    def kill(self) -> None:
        """End the process from another thread; a call in progress there fails."""
        process = self._process
        if process is not None:
            process.kill()

    def close(self) -> None:
        """End the process, whatever it is doing."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()
        process.wait()

    def run(
        self,
        function: Callable[..., T],
        *args: object,
        seconds: float,
        failure: type[PitchreelError] = MediaError,
        what: str = "The file",
        hint: str = "",
    ) -> T:
        """Call a module-level function in the child and give back what it returns.

        ``seconds`` is CPU time; by the wall clock a call has WALL_OVER_CPU times that. An error of Pitchreel's own
        comes through as it is. Anything else (a crash, a limit that was hit, an unforeseen exception) becomes
        ``failure`` about ``what``, with the child's traceback as a note. Arguments and result are pickled.
        """
        call = (function.__module__, function.__qualname__, args, math.ceil(seconds))
        try:
            reply = self._exchange(pickle.dumps(call), seconds * WALL_OVER_CPU)
        except _Died as death:
            raise failure(f"{what} cannot be read: reading it {death}", hint) from None
        match reply:
            case ("done", result):
                return result  # type: ignore[no-any-return]
            case ("failed", name, texts, extra, trace):
                kind = getattr(errors, name, failure)
                problem = kind.__new__(kind)
                PitchreelError.__init__(problem, *texts)
                problem.__dict__.update(extra)
            case (_, message, trace):
                problem = failure(f"{what} cannot be read: {message}", hint)
        problem.add_note(trace)
        raise problem

    def _exchange(self, message: bytes, seconds: float) -> Any:
        """Send one message and read the reply; raises _Died, and leaves no process behind that did not answer."""
        self.start()
        process = self._process
        assert process is not None
        assert process.stdin is not None
        assert process.stdout is not None
        until = time.monotonic() + seconds
        try:
            _write(process.stdin, _HEADER.pack(len(message)) + message, until)
            (size,) = _HEADER.unpack(_read(process.stdout, _HEADER.size, until))
            if size > _REPLY_BYTES:
                raise _Died("gave too much")
            return pickle.loads(_read(process.stdout, size, until))
        except EOFError:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(1)
            code = process.returncode
            self.close()
            raise _Died(_DEATHS.get(-(code or 0), "broke down")) from None
        except BaseException:
            self.close()
            raise


def run_limited(
    function: Callable[..., T],
    *args: object,
    seconds: float,
    memory: int,
    failure: type[PitchreelError] = MediaError,
    what: str = "The file",
    hint: str = "",
) -> T:
    """Call one module-level function in a child of its own; see ``Child.run``."""
    with Child(memory=memory, preload=(function.__module__,)) as child:
        return child.run(function, *args, seconds=seconds, failure=failure, what=what, hint=hint)


class _Died(Exception):
    """The child gave no answer; the text says why."""


_DEATHS: dict[int, str] = {
    signal.SIGXCPU: "took too much time",
    signal.SIGKILL: "took too much time or memory",
    signal.SIGXFSZ: "made too large a file",
    signal.SIGABRT: "took too much memory",
}


def _wait(pipe: IO[bytes], event: int, until: float) -> None:
    left = until - time.monotonic()
    poll = select.poll()
    poll.register(pipe, event)
    if left <= 0 or not poll.poll(left * 1000):
        raise _Died("took too much time")


def _write(pipe: IO[bytes], data: bytes, until: float) -> None:
    view = memoryview(data)
    os.set_blocking(pipe.fileno(), False)
    while view:
        _wait(pipe, select.POLLOUT, until)
        try:
            view = view[os.write(pipe.fileno(), view) :]
        except BlockingIOError:
            continue
        except BrokenPipeError:
            raise EOFError from None


def _read(pipe: IO[bytes], size: int, until: float) -> bytes:
    data = bytearray()
    while len(data) < size:
        _wait(pipe, select.POLLIN, until)
        piece = os.read(pipe.fileno(), min(size - len(data), 1 << 20))
        if not piece:
            raise EOFError
        data += piece
    return bytes(data)


def serve(memory: int, preload: list[str]) -> None:
    """The child's side: take calls from standard input until it closes."""
    calls, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)  # a library that prints must not garble the replies
    for limit, value in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, FILE_BYTES),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_AS, memory),
    ):
        hard = resource.getrlimit(limit)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(limit, (value, value))
    for module in preload:
        importlib.import_module(module)
    while header := calls.read(_HEADER.size):
        reply = pickle.dumps(_answer(calls.read(*_HEADER.unpack(header))))
        replies.write(_HEADER.pack(len(reply)) + reply)
        replies.flush()


def _answer(message: bytes) -> tuple[object, ...]:
    try:
        module, name, args, seconds = pickle.loads(message)
        used = resource.getrusage(resource.RUSAGE_SELF)
        soft = math.ceil(used.ru_utime + used.ru_stime) + seconds
        resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))
        return "done", getattr(importlib.import_module(module), name)(*args)
    except PitchreelError as error:
        extra = {key: value for key, value in vars(error).items() if key not in ("what", "hint", "__notes__")}
        return "failed", type(error).__name__, (error.what, error.hint), extra, traceback.format_exc()
    except MemoryError:
        return "broke", "it takes too much memory", traceback.format_exc()
    except Exception as error:
        return "broke", f"{type(error).__name__}: {error}"[:300], traceback.format_exc()
