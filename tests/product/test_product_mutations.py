"""A seeded sample of the campaign over mutated pages, and what the campaign itself must be able to see."""

from __future__ import annotations

import pytest
from campaigns import pages

from pitchreel.product import read_product

SEED = 7


def test_a_sample_of_mutated_pages_ends_in_a_product_or_in_words() -> None:
    result = pages.run(100, SEED)
    assert result["failures"] == []
    assert result["outcomes"]["read"] >= 20
    assert result["slowest_seconds"] <= pages.SECONDS


@pytest.mark.parametrize(("text", "url"), pages.PAGES)
def test_the_pages_are_read_before_they_are_mutated(text: str, url: str) -> None:
    product = read_product(text.encode(), url)
    assert pages.check(product) == ""
    assert product.number("price") == 39
    assert product.pictures


def test_the_same_seed_gives_the_same_page() -> None:
    assert pages.mutated(SEED) == pages.mutated(SEED)
    assert len({pages.mutated(seed)[1] for seed in range(20)}) >= 19
