"""Run one campaign and write its evidence."""

from __future__ import annotations

import argparse
import datetime
import json
import os
import pkgutil
import platform
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path

import campaigns

ROOT = Path(__file__).parents[2]


def machine() -> str:
    """The kind of machine, without its name."""
    cpu = next(
        (line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line),
        platform.machine(),
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} x {cpu}, {memory:.0f} GiB, Python {platform.python_version()}"


def commit() -> str:
    """The commit that is measured, with a plus when the tree differs from it."""

    def git(*words: str) -> str:
        return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()

    changed = [line for line in git("status", "--porcelain").splitlines() if "docs/evidence/" not in line]
    return git("rev-parse", "--short=12", "HEAD") + ("+" if changed else "")


def main() -> int:
    """Returns 1 if anything did not hold."""
    names = sorted(module.name for module in pkgutil.iter_modules(campaigns.__path__) if module.name != "__main__")
    parser = argparse.ArgumentParser(prog="scripts/campaign")
    parser.add_argument("name", nargs="?", choices=names)
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--count", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--output", type=Path, default=ROOT / "out" / "campaigns")
    parser.add_argument("--dry-run", action="store_true", help="write no evidence")
    args = parser.parse_args()
    if args.list or not args.name:
        sys.stdout.write("\n".join(names) + "\n")
        return 0
    module = import_module(f"campaigns.{args.name}")
    count = args.count or module.COUNT
    output = args.output / args.name
    output.mkdir(parents=True, exist_ok=True)
    begun = time.monotonic()
    result = module.run(count, args.seed, output)
    evidence = {
        "campaign": args.name,
        "count": count,
        "full": count >= module.COUNT,
        "seed": args.seed,
        "commit": commit(),
        "date": datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d"),
        "machine": machine(),
        "seconds": round(time.monotonic() - begun, 1),
        **result,
    }
    text = json.dumps(evidence, indent=1, ensure_ascii=False) + "\n"
    if not args.dry_run:
        path = ROOT / "docs" / "evidence" / f"{args.name}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    sys.stdout.write(text)
    return 1 if result.get("failed") else 0


if __name__ == "__main__":
    sys.exit(main())
