"""Shops with a route of their own: each a small module of places and, where needed, one reading of its own."""

from __future__ import annotations

from pitchreel.product.reading.findings import Findings
from pitchreel.product.reading.page import Page


def read_shop(page: Page, findings: Findings) -> None:
    """Lay on the table what the page's own shop is known to say, and where."""
