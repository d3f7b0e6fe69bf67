"""Makes the helpers beside the tests importable, also in the child processes that the tests start."""

from __future__ import annotations

import sys
from pathlib import Path

for folder in (Path(__file__).parent, Path(__file__).parents[2] / "scripts"):
    if str(folder) not in sys.path:
        sys.path.append(str(folder))
