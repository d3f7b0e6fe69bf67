"""The ledger makes again what changed, and only that; a document edited by hand is kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pitchreel.documents import Script
from pitchreel.documents.script import Line
from pitchreel.errors import DocumentError, InputError
from pitchreel.pipeline.ledger import Ledger, folder_lock


def script(text: str) -> Script:
    return Script(
        title="Lamp", style="own", language="en", length=15, lines=(Line(role="hook", shown=text, spoken=text),)
    )


class Bench:
    """A folder with a ledger that counts how often the stage is made."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.made = 0
        self.notes: list[str] = []

    def run(self, *inputs: str, text: str = "Light, at last.") -> Script:
        def make() -> Script:
            self.made += 1
            return script(text)

        return Ledger(self.folder, self.notes.append).stage(Script, inputs, make)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def edit(path: Path, change: Callable[[dict[str, object]], None]) -> None:
    whole = json.loads(path.read_text())
    change(whole)
    path.write_text(json.dumps(whole))


def test_the_same_inputs_make_nothing_again(bench: Bench) -> None:
    assert bench.run("a", "b") == bench.run("a", "b")
    assert bench.made == 1


def test_inputs_are_told_apart_by_where_they_stand(bench: Bench) -> None:
    bench.run("ab", "c")
    bench.run("a", "bc")
    assert bench.made == 2


def test_an_edited_document_is_used(bench: Bench) -> None:
    bench.run("a")
    edit(bench.folder / "script.json", lambda whole: whole.update(title="Desk lamp"))
    assert bench.run("a").title == "Desk lamp"
    assert bench.made == 1
    assert "edited" in bench.notes[0]


def test_an_edited_document_whose_inputs_changed_is_kept_aside(bench: Bench) -> None:
    bench.run("a")
    edit(bench.folder / "script.json", lambda whole: whole.update(title="Desk lamp"))
    assert bench.run("b").title == "Lamp"
    assert json.loads((bench.folder / "script.edited.json").read_text())["title"] == "Desk lamp"


def test_a_document_edited_into_nonsense_is_an_error_with_its_name(bench: Bench) -> None:
    bench.run("a")
    edit(bench.folder / "script.json", lambda whole: whole.update(lines=[{"role": "jingle"}]))
    with pytest.raises(DocumentError, match=r"script\.json"):
        bench.run("a")


def test_a_missing_document_is_made_again(bench: Bench) -> None:
    bench.run("a")
    (bench.folder / "script.json").unlink()
    bench.run("a")
    assert bench.made == 2


def test_a_broken_ledger_makes_everything_again(bench: Bench) -> None:
    bench.run("a")
    (bench.folder / ".stages.json").write_text('{"script": ')
    bench.run("a")
    assert bench.made == 2


def test_a_stage_that_fails_leaves_nothing(bench: Bench) -> None:
    def fail() -> Script:
        raise InputError("No")

    with pytest.raises(InputError):
        Ledger(bench.folder, bench.notes.append).stage(Script, ("a",), fail)
    assert list(bench.folder.iterdir()) == []


def test_two_runs_cannot_work_in_one_folder(tmp_path: Path) -> None:
    with folder_lock(tmp_path), pytest.raises(InputError, match="Another run"), folder_lock(tmp_path):
        pass
    with folder_lock(tmp_path):
        pass
