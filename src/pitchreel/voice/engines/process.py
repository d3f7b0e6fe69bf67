"""Runs a speech worker: a program that reads a request, answers and ends, or is ended."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
from collections.abc import Sequence
from typing import Any

import numpy as np

from pitchreel.errors import SetupError, VoiceError
from pitchreel.voice.engines.base import Sound


def run_worker(command: Sequence[str], request: bytes, *, seconds: float, engine: str, missing: str) -> bytes:
    """What the worker wrote to its standard output.

    The worker gets ``seconds`` of wall time and is then killed with everything it started. Raises VoiceError when it
    fails or hangs, SetupError (with ``missing`` as the hint) when the program is not there.
    """
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except OSError as error:
        raise SetupError(f"The speech engine {engine} cannot be started: {error.strerror}", missing) from None
    with process:
        try:
            output, complaint = process.communicate(request, timeout=seconds)
        except subprocess.TimeoutExpired:
            end_group(process.pid)
            process.communicate()
            raise VoiceError(
                f"The speech engine {engine} did not finish within {seconds:g} s",
                "Shorten the text, choose another voice, or raise PITCHREEL_VOICE_SECONDS",
            ) from None
        except BaseException:
            end_group(process.pid)
            raise
    if process.returncode != 0:
        last = complaint.decode("utf-8", "replace").strip().splitlines()[-1:] or [f"status {process.returncode}"]
        raise VoiceError(f"The speech engine {engine} failed: {last[0]}", "Choose another voice")
    return output


def end_group(pid: int) -> None:
    """Kill a worker that leads its own process group."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)


def read_answer(output: bytes) -> tuple[dict[str, Any], list[Sound]]:
    """The answer of a worker: a line of JSON whose ``utterances`` tell their ``samples``, then all samples (s16le)."""
    line, _, body = output.partition(b"\n")
    head: dict[str, Any] = json.loads(line)
    samples = (np.frombuffer(body, dtype="<i2") / np.float32(32768)).astype(np.float32)
    sounds, used = [], 0
    for answer in head["utterances"]:
        sounds.append(samples[used : used + answer["samples"]])
        used += answer["samples"]
    return head, sounds
