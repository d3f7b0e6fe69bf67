"""The commands that read and write: product, script."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pitchreel.cli import console, options
from pitchreel.documents import Product
from pitchreel.errors import InputError


def product(
    url: Annotated[str | None, typer.Argument(metavar="URL", help="The product page.")] = None,
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A saved page, when the shop blocks readers.")
    ] = None,
    page_url: Annotated[
        str | None, typer.Option("--url", metavar="URL", help="Where the saved page comes from.")
    ] = None,
    allow_private: options.AllowPrivate = False,
    as_json: options.AsJson = False,
) -> None:
    """Read a product page: its facts, where each stood, and its media."""
    from pitchreel.product import fetch_product, read_product

    if html is not None:
        try:
            data = html.read_bytes()
        except OSError as error:
            raise InputError(f"{html} cannot be read: {error.strerror}", "Give --html a saved page") from None
        read = read_product(data, page_url or url or "")
    elif url or page_url:
        read = fetch_product(url or page_url or "", settings=options.settings_for(allow_private=allow_private))
    else:
        raise InputError("No page was named", "Give a URL, or --html FILE --url URL")
    if as_json:
        console.show(read.dump().rstrip())
        return
    _show_product(read)


def _show_product(read: Product) -> None:
    rows = [
        {"fact": fact.id, "text": fact.text, "source": fact.sources[0].method if fact.sources else ""}
        for fact in read.facts
    ]
    rows += [{"fact": item.id, "text": item.url, "source": item.description} for item in read.media]
    console.table(rows, ("fact", "text", "source"))
    for warning in read.warnings:
        console.warn(warning)


def script(
    document: Annotated[Path, typer.Argument(metavar="PRODUCT.json", help="A Product document.")],
    variants: Annotated[int, typer.Option(min=1, max=50, help="How many scripts.")] = 1,
    script_style: options.ScriptStyle = None,
    length: options.Length = 30,
    language: options.Language = None,
    seed: options.Seed = 0,
    as_json: options.AsJson = False,
) -> None:
    """Write scripts for a product."""
    from pitchreel.script import write_variants

    scripts = write_variants(
        Product.load(document), n=variants, style=script_style, length=length, language=language, seed=seed
    )
    if as_json:
        console.show_json([item.model_dump(mode="json", exclude_none=True) for item in scripts])
        return
    for number, item in enumerate(scripts, 1):
        console.show(f"{number}. {item.style} ({item.language}, {item.length} s)")
        for line in item.lines:
            console.show(f"   {line.role:<15} {line.shown}   [{', '.join(line.facts)}]")
        for warning in item.warnings:
            console.warn(warning)
