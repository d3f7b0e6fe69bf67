"""The commands that work on a whole catalogue: catalog, and make when it is given a feed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pitchreel.cli import console, options
from pitchreel.config import Settings
from pitchreel.documents import Product
from pitchreel.pipeline import Brief

Limit = Annotated[int | None, typer.Option(min=1, metavar="N", help="Of a feed, the first N products.")]
Currency = Annotated[
    str, typer.Option(metavar="CODE", help="Currency of a feed's prices that name none: EUR, USD, ...")
]


def catalog(
    feed: Annotated[str, typer.Argument(metavar="FEED|URL", help="A feed: a file or its address.")],
    limit: Limit = None,
    currency: Currency = "",
    allow_private: options.AllowPrivate = False,
    as_json: options.AsJson = False,
) -> None:
    """Read the products of a feed."""
    from pitchreel.pipeline.catalogue import open_catalogue

    settings = options.settings_for(allow_private=allow_private)
    with open_catalogue(feed, settings=settings, limit=limit, currency=currency, note=console.warn) as products:
        found = list(products)
    if as_json:
        console.show_json([product.model_dump(mode="json", exclude_none=True) for product in found])
        return
    console.table([_row(product) for product in found], ("name", "price", "features", "pictures", "url"))


def _row(product: Product) -> dict[str, object]:
    return {
        "name": product.name or "(read from its page)",
        "price": product.text("price"),
        "features": len(product.features),
        "pictures": len(product.pictures),
        "url": product.url,
    }


def make_feed(
    source: str,
    output: Path,
    *,
    brief: Brief,
    limit: int | None,
    currency: str,
    settings: Settings,
    as_json: bool,
    quiet: bool,
) -> None:
    """Make a film for each product and show what came of it; ends with the first failed product's exit code."""
    from pitchreel.pipeline.catalogue import make_catalogue

    silent = as_json or quiet

    def begin(number: int, name: str) -> None:
        if not silent:
            console.errors.print(f"{number}. {console.escape(name)}")

    with console.Watch(quiet=silent) as watch:
        table = make_catalogue(
            source,
            output,
            brief=brief,
            limit=limit,
            currency=currency,
            settings=settings,
            watch=watch,
            note=(lambda text: None) if silent else console.warn,
            begin=begin,
        )
    if as_json:
        console.show(table.dump().rstrip())
    else:
        rows = [
            {
                "product": outcome.name or outcome.url,
                "outcome": outcome.state,
                "film": outcome.video and f"{output / outcome.video}",
                "taken": f"{outcome.taken:.1f} s",
                "problem": outcome.problem,
            }
            for outcome in table.outcomes
        ]
        console.table(rows, ("product", "outcome", "film", "taken", "problem"))
        counts = ", ".join(f"{table.count(state)} {state}" for state in ("made", "kept", "failed"))
        console.show(f"{counts}: {output / 'outcomes.json'}")
    if failed := next((outcome for outcome in table.outcomes if outcome.state == "failed"), None):
        raise typer.Exit(failed.exit_code)
