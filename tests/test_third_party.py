"""Every package that is installed for Pitchreel stands in THIRD_PARTY.md, with a licence."""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LISTED = {
    row.split("|")[1].strip(): row.split("|")[2].strip()
    for row in (ROOT / "THIRD_PARTY.md").read_text(encoding="utf-8").splitlines()
    if row.startswith("| ") and not row.startswith("| package")
}
LOCKED = sorted(
    {
        line.split("==")[0]
        for lock in ("requirements.lock", "requirements-dev.lock")
        for line in (ROOT / lock).read_text(encoding="utf-8").splitlines()
        if re.match(r"[A-Za-z0-9][^ ]*==", line)
    }
)
TOOLS = {"pip", "setuptools", "uv", "wheel", "pitchreel", "pkg-resources", "hatchling"}


@pytest.mark.parametrize("package", LOCKED)
def test_a_locked_package_is_listed_with_its_licence(package: str) -> None:
    assert LISTED.get(package)


def test_nothing_else_is_installed() -> None:
    installed = {re.sub(r"[-_.]+", "-", dist.metadata["Name"]).lower() for dist in metadata.distributions()}
    assert installed - set(LOCKED) - TOOLS == set()


def test_debian_packages_of_the_set_up_are_listed() -> None:
    setup = (ROOT / "scripts" / "setup").read_text(encoding="utf-8")
    named = " ".join(re.findall(r"^(?:needed|wanted|tests)=\(([^)]*)\)", setup, re.M)).split()
    listed = {name.strip() for row in LISTED for name in row.split(",")}
    assert named
    assert set(named) <= listed
