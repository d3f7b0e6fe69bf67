"""What the how-to pages show can be used as it stands there."""

from __future__ import annotations

import re
from pathlib import Path

from pitchreel.documents import Product
from pitchreel.product.feeds import read_feed

HOW_TO = Path(__file__).parents[2] / "docs" / "how-to"


def test_the_product_document_written_by_hand() -> None:
    page = (HOW_TO / "read-a-shop-that-blocks-readers.md").read_text(encoding="utf-8")
    shown = re.search(r"```json\n(.*?)```", page, re.DOTALL)
    assert shown
    product = Product.parse(shown[1])
    assert (product.name, product.number("price"), len(product.features)) == ("Kite Desk Lamp", 89, 2)
    assert product.pictures[0].path == "pictures/lamp.jpg"
    kinds = re.search(r"Kinds of facts: (.*)\.\n", page)
    assert kinds
    allowed = set(Product.model_json_schema()["$defs"]["Fact"]["properties"]["kind"]["enum"])
    assert set(re.findall(r"`(\w+)`", kinds[1])) == allowed - {"language"}


def test_the_table_of_ones_own() -> None:
    page = (HOW_TO / "make-a-catalogue.md").read_text(encoding="utf-8")
    shown = re.search(r"\n    (sku,title.*)\n    (L1,.*)\n", page)
    assert shown
    (lamp,) = read_feed("\n".join(shown.groups()).encode())
    assert (lamp.number("price"), lamp.number("list_price"), len(lamp.pictures)) == (89, 119, 1)
    assert [fact.text for fact in lamp.features[:2]] == ["Bent from one piece", "Dims without a flicker"]
