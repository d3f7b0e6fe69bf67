"""Serve: what its operator sees: the first key, refusals with a reason, workers that are kept alive, a clean end."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from api_house import Server, serve, stop

from pitchreel.cli.crew import Crew


def run(home: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith("PITCHREEL_")}
    env |= {"PITCHREEL_HOME": str(home), "TERM": "dumb"} | {f"PITCHREEL_{k.upper()}": v for k, v in settings.items()}
    command = [sys.executable, "-m", "pitchreel", *words]
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=120)


def wait_for(wanted: Callable[[], bool], seconds: float = 60.0) -> None:
    until = time.monotonic() + seconds
    while not wanted():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.05)


def is_ready(server: Server) -> bool:
    return httpx.get(f"{server.url}/readyz", timeout=10).status_code == 200


def workers_of(server: Server) -> list[int]:
    children = Path(f"/proc/{server.process.pid}/task").glob("*/children")
    return sorted(int(pid) for file in children for pid in file.read_text().split())


def test_strangers_are_not_let_in_by_accident(tmp_path: Path) -> None:
    nobody = run(tmp_path, "serve", "--host", "0.0.0.0", "--port", "0", trusted_hosts="ads.example")
    assert nobody.returncode == 8
    assert "pitchreel keys create" in nobody.stderr
    run(tmp_path, "keys", "create", "--name", "me")
    nameless = run(tmp_path, "serve", "--host", "0.0.0.0", "--port", "0")
    assert nameless.returncode == 8
    assert "PITCHREEL_TRUSTED_HOSTS" in nameless.stderr and "any page" in nameless.stderr
    blank = run(tmp_path, "serve", "--host", "0.0.0.0", "--port", "0", trusted_hosts=" , ")
    assert blank.returncode == 8 and "PITCHREEL_TRUSTED_HOSTS" in blank.stderr


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = run(tmp_path, "serve", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 8
    assert "--port" in done.stderr
    listed = run(tmp_path, "keys", "list", "--json")
    assert listed.stdout.strip() == "[]", "no key is made that nobody was shown"
    short = run(tmp_path, "serve", "--port", "0", secret="short")
    assert short.returncode == 8 and "PITCHREEL_SECRET" in short.stderr


def test_from_the_first_key_to_a_clean_end(tmp_path: Path) -> None:
    with serve(tmp_path / "home") as server:
        with server.client(**server.key.jogg) as client:
            assert client.get("/v1/products").json()["code"] == 0
        wait_for(lambda: "takes work" in server.log)
        assert is_ready(server)
        first = workers_of(server)
        assert len(first) == 1
        os.kill(first[0], signal.SIGKILL)
        wait_for(lambda: workers_of(server) not in ([], first))
        second = workers_of(server)
        assert "another one starts" in server.log
        wait_for(lambda: server.log.count("takes work") == 2)
        assert stop(server.process) == 0
        assert not any(Path(f"/proc/{pid}").exists() for pid in second)
        assert "Traceback" not in server.log
        assert server.key.api_key not in server.log
    with serve(tmp_path / "home", "--workers", "0") as again:
        assert again.key.api_key == "", "a key is shown once"
        assert httpx.get(f"{again.url}/v1/products", headers=server.key.jogg, timeout=30).json()["code"] == 0


def test_a_worker_ends_with_the_server_that_was_killed(tmp_path: Path) -> None:
    with serve(tmp_path / "home") as server:
        wait_for(lambda: is_ready(server))
        (pid,) = workers_of(server)
        server.process.kill()
        server.process.wait()
        wait_for(lambda: not _alive(pid))


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.timeout(60)
def test_a_worker_that_cannot_start_is_not_started_without_end(tmp_path: Path) -> None:
    log = tmp_path / "starts"
    script = f"open({str(log)!r}, 'a').write('x'); raise SystemExit(3)"
    with Crew(1, {}, drain=5, command=(sys.executable, "-c", script)):
        wait_for(log.exists, 20)
        time.sleep(3)
    assert 1 <= len(log.read_text()) <= 3
