"""A client from npm, as it is published, driven over the running server until the films that it was given decode."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import av
import httpx
import pytest
from api_house import ROOT, ApiKey, Server, Shop

LOCK = Path(__file__).parent / "npm"
DRIVER = ROOT / "scripts" / "clients" / "creatify_api_ts.cjs"


@pytest.fixture(scope="session")
def package(request: pytest.FixtureRequest) -> Path:
    """The package with what it needs, as locked, installed once into the cache of the tests."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        pytest.skip("npm is not installed: scripts/setup --dev brings it")
    assert request.config.cache is not None
    folder = Path(request.config.cache.mkdir("npm"))
    package = folder / "node_modules" / "@tsavo" / "creatify-api-ts"
    lock = (LOCK / "package-lock.json").read_bytes()
    if not (
        package.is_dir() and (folder / "installed.json").exists() and (folder / "installed.json").read_bytes() == lock
    ):
        for name in ("package.json", "package-lock.json"):
            shutil.copy(LOCK / name, folder / name)
        options = ["--ignore-scripts", "--no-audit", "--no-fund"]
        done = subprocess.run([npm, "ci", *options], cwd=folder, capture_output=True, text=True, timeout=240)
        if done.returncode:
            pytest.skip(f"the package could not be installed: {done.stderr.strip()[-400:]}")
        (folder / "installed.json").write_bytes(lock)
    return package


@pytest.mark.timeout(600)
def test_the_published_client_makes_its_films(
    package: Path, server: Server, key: ApiKey, shop: Shop, creatify: httpx.Client
) -> None:
    words = [str(DRIVER), str(package), server.url, key.api_id, key.api_key, shop.product]
    done = subprocess.run(["node", *words], capture_output=True, text=True, timeout=560)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    failed = [line for line in lines if not line.get("ok", True)]
    assert not failed and not done.returncode, (failed, done.stderr[-2000:])
    assert sum("call" in line for line in lines) >= 20
    films = [line["film"] for line in lines if "film" in line]
    assert len(films) == 2
    for film in films:
        with av.open(io.BytesIO(creatify.get(urlsplit(film).path).content)) as video:
            assert sum(1 for _ in video.decode(video=0)) > 100
