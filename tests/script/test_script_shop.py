"""Scripts for pages as shops write them; skipped where the pages are not beside the checkout."""

from __future__ import annotations

from pathlib import Path

import pytest

from pitchreel.errors import PageError
from pitchreel.product import read_product
from pitchreel.script import check_claims, write_script
from pitchreel.script.language import find_language, language_codes
from pitchreel.script.words import longest_sentence, spoken_words
from pitchreel.script.writer import BUDGETS

SHARED = Path(__file__).parents[2] / ".." / "shared"
PAGES = sorted((SHARED / "shop").glob("*.html")) + sorted((SHARED / "pages" / "html").glob("*.html"))[::6]


@pytest.mark.skipif(not PAGES, reason="the pages are not there")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_real_pages_make_proven_scripts(page: Path) -> None:
    try:
        product = read_product(page.read_bytes(), f"https://shop.example/{page.name}")
    except PageError as error:
        pytest.skip(f"no product: {error}")
    if product.language.split("-")[0] not in language_codes():
        pytest.skip(f"no scripts in {product.language}")
    code = find_language(product.language).code
    for style, length in (("discovery", 15), ("top-3-reasons", 30), ("special-offers", 30)):
        script = write_script(product, style=style, length=length)
        assert check_claims(script, product) == ()
        assert script.lines[0].role == "hook"
        assert script.lines[-1].role == "call_to_action"
        assert sum(spoken_words(line.spoken, code) for line in script.lines) <= BUDGETS[length][1]
        assert max(longest_sentence(line.spoken, code) for line in script.lines) <= 14
        assert not any(mark in line.shown for line in script.lines for mark in "{}|[]")
