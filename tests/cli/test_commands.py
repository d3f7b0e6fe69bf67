"""The other commands: product, script, the catalogues, doctor."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

CATALOGUES = ("styles", "templates", "script-styles", "presenters", "voices", "music")


@pytest.mark.parametrize("command", CATALOGUES)
def test_a_catalogue_is_an_array_of_named_things(command: str, pitchreel: Callable) -> None:
    entries = pitchreel(command, "--json").json()
    assert entries
    assert len({str(entry["id"]) for entry in entries}) == len(entries)
    assert all(entry["name"] for entry in entries)
    assert pitchreel(command).out.strip()


def test_there_is_as_much_to_choose_from_as_promised(pitchreel: Callable) -> None:
    counts = {command: len(pitchreel(command, "--json").json()) for command in CATALOGUES}
    assert counts["styles"] >= 3
    assert counts["templates"] >= 6
    assert counts["presenters"] >= 4
    assert counts["music"] >= 6
    assert counts["script-styles"] >= 22


def test_a_page_is_read(shop: str, pitchreel: Callable) -> None:
    document = pitchreel("product", f"{shop}/lamp", "--allow-private", "--json").json()
    facts = {fact["id"]: fact for fact in document["facts"]}
    assert facts["price"]["number"] == "89.00"
    assert facts["price"]["sources"][0]["quote"]
    assert "Kite Desk Lamp" in pitchreel("product", f"{shop}/lamp", "--allow-private").out


def test_a_saved_page_is_read(lamp_page: str, tmp_path: Path, pitchreel: Callable) -> None:
    (tmp_path / "page.html").write_text(lamp_page)
    result = pitchreel("product", "--html", "page.html", "--url", "https://shop.example/lamp", "--json", cwd=tmp_path)
    assert result.json()["media"][0]["url"] == "https://shop.example/lamp-1.png"


def test_scripts_are_written_from_a_product_document(shop: str, pitchreel: Callable, tmp_path: Path) -> None:
    document = pitchreel("product", f"{shop}/lamp", "--allow-private", "--json").out
    (tmp_path / "product.json").write_text(document)
    scripts = pitchreel("script", "product.json", "--variants", "3", "--length", "15", "--json", cwd=tmp_path).json()
    texts = {" ".join(line["shown"] for line in script["lines"]) for script in scripts}
    assert len(texts) == 3
    assert set(scripts[0]["lines"][0]) >= {"role", "shown", "spoken", "facts"}


def test_a_broken_product_document_names_its_field(pitchreel: Callable, tmp_path: Path) -> None:
    (tmp_path / "product.json").write_text(json.dumps({"facts": [{"id": "name", "kind": "nom", "text": "x"}]}))
    result = pitchreel("script", "product.json", cwd=tmp_path)
    assert result.code == 2
    assert "facts.0.kind" in result.err


def test_the_doctor_finds_what_is_needed(pitchreel: Callable) -> None:
    result = pitchreel("doctor")
    assert result.code == 0, result.out
    assert "PITCHREEL_ALLOW_PRIVATE" in result.out
    assert pitchreel("doctor", "--json").json()["ready"] is True


def test_without_a_command_the_help_is_shown(pitchreel: Callable) -> None:
    assert "make" in pitchreel("--help").out
