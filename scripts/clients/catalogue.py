"""Catalogue: the clients that are driven, where they come from, what they need and how each is started."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
LOCK = ROOT / "tests" / "api" / "creatify" / "npm"
"""The published package as the tests lock it."""


class CannotRun(Exception):
    """Why a client cannot be driven here."""


@dataclass(frozen=True)
class Scene:
    """Against what a client is driven, and a folder of its own to be built in."""

    base: str
    api_id: str
    api_key: str
    page: str
    picture: Path
    work: Path


@dataclass(frozen=True)
class Client:
    """A client: the command that drives it comes from ``prepare``, which raises CannotRun.

    ``folders`` are the names that its checkout may have in the folder of checkouts; ``check`` is a file that tells it.
    """

    name: str
    dialect: str
    source: str
    folders: tuple[str, ...]
    check: str
    needs: tuple[str, ...]
    changed: str
    """What of it is otherwise than published; empty for nothing but the base address."""
    prepare: Callable[[Path, Scene], Command]

    def find(self, checkouts: Path) -> Path | None:
        """Its checkout, or None."""
        return next(
            (path for name in self.folders if (path := checkouts / name) and (path / self.check).exists()), None
        )


@dataclass(frozen=True)
class Command:
    """How a driver is started, and the version that it drives."""

    words: tuple[str, ...]
    version: str
    env: dict[str, str]


def published_package(found: Path, scene: Scene) -> Command:
    """The package from npm, with what it needs as the tests lock it; ``found`` only asks for it."""
    for name in ("package.json", "package-lock.json"):
        shutil.copy(LOCK / name, scene.work / name)
    npm(scene.work, "ci")
    package = scene.work / "node_modules" / "@tsavo" / "creatify-api-ts"
    words = driver("creatify_api_ts.cjs", str(package), scene.base, scene.api_id, scene.api_key, scene.page)
    return Command(words, "1.6.2", {})


def creatify_python(found: Path, scene: Scene) -> Command:
    """A package of modules; it is imported under the name of its folder."""
    (scene.work / "creatify").symlink_to(found.resolve())
    words = (sys.executable, str(HERE / "creatify_python.py"), scene.base, scene.api_key, scene.page)
    return Command(words, commit_of(found), {"PYTHONPATH": f"{HERE}{os.pathsep}{scene.work}"})


def joggai_mcp(found: Path, scene: Scene) -> Command:
    """Its host is written into it, so its requests are redirected."""
    words = driver("joggai_mcp.cjs", str(found / "dist" / "index.js"), scene.base, scene.api_key, scene.page)
    return Command(words, commit_of(found), {})


def creatify_mcp(found: Path, scene: Scene) -> Command:
    """Its host is written into it, so its requests are redirected."""
    program = str(found / "dist" / "index.js")
    words = driver("creatify_mcp.cjs", program, scene.base, scene.api_id, scene.api_key)
    return Command(words, commit_of(found), {})


def n8n_node(found: Path, scene: Scene) -> Command:
    """Its compiled code, with an n8n-workflow that it finds from where it lies."""
    words = driver("n8n_node.cjs", str(found / "dist"), scene.base, scene.api_key, scene.page, str(scene.picture))
    return Command(words, commit_of(found), {})


def jogg_script(found: Path, scene: Scene) -> Command:
    """A shell script; its address is a setting."""
    script = found / "skills" / "jogg-api" / "scripts" / "jogg-v2.sh"
    program = (sys.executable, str(HERE / "jogg_v2.py"), str(script))
    return Command((*program, scene.base, scene.api_key, scene.page, str(scene.picture)), commit_of(found), {})


def driver(name: str, *words: str) -> tuple[str, ...]:
    """A driver in JavaScript."""
    return ("node", str(HERE / name), *words)


def npm(folder: Path, *words: str) -> None:
    """Run npm in a folder; raises CannotRun."""
    run("npm", *words, "--no-audit", "--no-fund", folder=folder)


def run(*words: str, folder: Path | None = None) -> None:
    """Run a program to its end; raises CannotRun with its last words."""
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, timeout=600)
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip())[-300:]
        raise CannotRun(f"`{Path(words[0]).name} {words[1]}` ended with {done.returncode}: {said}")


def commit_of(found: Path) -> str:
    """The commit of a checkout and its day, or what a file COMMIT beside it says."""
    words = ["git", "-C", str(found), "log", "-1", "--format=%h of %cs"]
    done = subprocess.run(words, capture_output=True, text=True) if (found / ".git").exists() else None
    if done and done.returncode == 0:
        return f"commit {done.stdout.strip()}"
    note = found / "COMMIT"
    return note.read_text(encoding="utf-8").strip() if note.exists() else "a checkout without history"


CLIENTS = (
    Client(
        name="@tsavo/creatify-api-ts",
        dialect="Creatify",
        source="npm",
        folders=(".",),
        check=".",
        needs=("node", "npm"),
        changed="",
        prepare=published_package,
    ),
    Client(
        name="TechWithTy/creatify",
        dialect="Creatify",
        source="github.com/TechWithTy/creatify",
        folders=("creatify", "TechWithTy-creatify"),
        check="api/links.py",
        needs=(),
        changed="",
        prepare=creatify_python,
    ),
    Client(
        name="joggai-mcp",
        dialect="JoggAI v2",
        source="github.com/spyderman4g63/joggai-mcp",
        folders=("joggai-mcp",),
        check="dist/index.js",
        needs=("node",),
        changed="Its host is written into it: a preloaded script sends its requests to the server instead.",
        prepare=joggai_mcp,
    ),
    Client(
        name="creatify-mcp",
        dialect="Creatify",
        source="github.com/TSavo/creatify-mcp",
        folders=("creatify-mcp",),
        check="dist/index.js",
        needs=("node",),
        changed="Its host is written into it: a preloaded script sends its requests to the server instead.",
        prepare=creatify_mcp,
    ),
    Client(
        name="n8n-nodes-joggai",
        dialect="JoggAI v1",
        source="github.com/joggaiteam/n8n-nodes-joggai",
        folders=("n8n-nodes-joggai",),
        check="dist/nodes/JoggAiNode/JoggAiNode.node.js",
        needs=("node",),
        changed="The node's own code runs, in a stand-in for n8n: parameters by n8n-workflow, HTTP by Node.",
        prepare=n8n_node,
    ),
    Client(
        name="jogg-v2.sh",
        dialect="JoggAI v2",
        source="github.com/JoggAI-Tech/jogg-skills",
        folders=("jogg-skills",),
        check="skills/jogg-api/scripts/jogg-v2.sh",
        needs=("bash", "curl", "jq"),
        changed="Unmodified but for the base address; `null` on its standard input, for which its url-to-video waits.",
        prepare=jogg_script,
    ),
)

UNTRIED = {
    "passionate-laravel-dev/creatify-laravel": "it needs PHP, Composer and a Laravel application around it",
    "Activepieces' and Pipedream's JoggAI components": "they run only inside those services",
}
"""Clients that are known and have no driver here, and why."""
