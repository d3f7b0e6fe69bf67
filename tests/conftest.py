"""Servers that tests of several rooms need: a real PostgreSQL and a bucket, each started once where it is used."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

LONG_SECONDS = 600
"""A test that may take so long is started first: at the end the other processes would wait for it."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long tests first; the others as they come."""
    items.sort(key=lambda item: not any(mark.args[0] >= LONG_SECONDS for mark in item.iter_markers("timeout")))


class Postgres:
    """A PostgreSQL cluster of our own in a folder, reached by its socket alone."""

    def __init__(self, binaries: Path, folder: Path) -> None:
        self.folder = folder
        self._binaries = binaries
        self._server: subprocess.Popen[bytes] | None = None
        # The server refuses to run as root.
        self._user = next((user for user in ("postgres", "nobody") if _exists(user)), "") if os.getuid() == 0 else ""
        if self._user:
            shutil.chown(folder, self._user)
        data = ["-D", str(folder / "data"), "-U", "postgres", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C"]
        subprocess.run(self._command("initdb", *data), check=True, capture_output=True, timeout=120)

    def start(self) -> None:
        """Start it and wait until it answers."""
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.folder),
            # The tests kill processes, never the machine.
            "fsync": "off",
            "shared_buffers": "32MB",
            "max_connections": "200",
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("ab") as log:
            self._server = subprocess.Popen(
                self._command("postgres", "-D", str(self.folder / "data"), *options), stdout=log, stderr=log
            )
        for _ in range(300):
            try:
                psycopg.connect(self.url("postgres"), connect_timeout=5).close()
                return
            except psycopg.OperationalError:
                assert self._server.poll() is None, (self.folder / "log").read_text()
                time.sleep(0.1)
        raise AssertionError((self.folder / "log").read_text())

    def stop(self) -> None:
        """Stop it at once, as a crash would: every connection breaks."""
        if self._server is not None:
            # SIGQUIT is PostgreSQL's immediate shutdown.
            self._server.send_signal(3)
            self._server.wait(30)
            self._server = None

    def url(self, name: str) -> str:
        """The address of a database of it."""
        return f"postgresql://postgres@/{name}?host={self.folder}"

    def database(self) -> str:
        """The address of a new, empty database."""
        name = f"test_{uuid.uuid4().hex[:12]}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')  # type: ignore[arg-type]
        return self.url(name)

    def drop(self, url: str) -> None:
        """Take a database away, connections and all."""
        name = url.partition("@/")[2].partition("?")[0]
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')  # type: ignore[arg-type]

    def _command(self, program: str, *arguments: str) -> list[str]:
        # It goes with us, even if we are killed.
        as_user = [f"--reuid={self._user}", f"--regid={_group(self._user)}", "--clear-groups"] if self._user else []
        return ["setpriv", *as_user, "--pdeathsig=QUIT", str(self._binaries / program), *arguments]


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A running PostgreSQL: ``database()`` is the address of a new database, ``stop()`` a crash."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not versions:
        pytest.skip("PostgreSQL is not installed (Debian's package postgresql)")
    # Not pytest's folder: another user must get into it. A cluster is thousands of files, which memory takes faster.
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and shutil.disk_usage(memory).free > 2_000_000_000
    folder = Path(tempfile.mkdtemp(prefix="pitchreel-pg-", dir=memory if roomy else None))
    server = Postgres(versions[-1].parent, folder)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def bucket_server() -> Iterator[str]:
    """The address of an S3-compatible server that takes any credentials."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket_url(bucket_server: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """What PITCHREEL_BLOBS_URL is set to for a new, empty bucket; the credentials stand in the environment."""
    import boto3

    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "tests")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "tests")
    name = f"films-{uuid.uuid4().hex[:12]}"
    boto3.client("s3", endpoint_url=bucket_server, region_name="eu-central-1").create_bucket(
        Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"}
    )
    return f"s3://{name}/pitchreel?endpoint={bucket_server}&region=eu-central-1"


def _exists(user: str) -> bool:
    return any(entry.pw_name == user for entry in pwd.getpwall())


def _group(user: str) -> int:
    return pwd.getpwnam(user).pw_gid
