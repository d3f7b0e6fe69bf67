"""The gate is proven by faults: each is noticed by its own check, and the good film passes all of them."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from campaigns import gate
from faults.film import Case
from faults.table import FAULTS, Fault, Good, problems

from pitchreel.errors import MediaError
from pitchreel.qa import check_video


def test_the_good_film_passes_every_check(case: Case) -> None:
    checks = check_video(
        case.path, case.timeline, case.folder, case.narration, product=case.product, script=case.script
    )
    assert {check.id: check.outcome for check in checks if check.outcome != "pass"} == {}
    assert all(check.title and check.value and check.limit for check in checks)
    assert len({check.id for check in checks}) == len(checks)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_is_noticed_by_its_check_alone(fault: Fault, good: Good, tmp_path: Path) -> None:
    """At its lowest strength; the campaign goes through all of them."""
    found = problems(fault.spoil(good, fault.strengths[0], tmp_path / "spoilt.mp4"))
    assert fault.check in found
    assert found.keys() - fault.also == {fault.check}, found


def test_every_check_has_a_fault_that_it_notices(case: Case) -> None:
    checks = check_video(
        case.path, case.timeline, case.folder, case.narration, product=case.product, script=case.script
    )
    assert {check.id for check in checks} == {fault.check for fault in FAULTS}


def test_the_documentation_lists_every_check(case: Case) -> None:
    page = (Path(__file__).parents[2] / "docs" / "checks.md").read_text(encoding="utf-8")
    listed = dict(re.findall(r"^\| (\w+) \| ([^|]+) \|", page, re.MULTILINE))
    checks = check_video(case.path, case.timeline, case.folder, case.narration)
    assert {check.id: check.title for check in checks} == {key: title for key, title in listed.items() if key != "id"}


@pytest.mark.parametrize("share", [0.3, 0.9])
def test_a_file_that_breaks_off_cannot_be_judged(case: Case, tmp_path: Path, share: float) -> None:
    data = case.path.read_bytes()
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(MediaError, match="cannot be decoded"):
        check_video(broken, case.timeline, case.folder)


def test_damaged_data_cannot_be_judged(case: Case, tmp_path: Path) -> None:
    data = bytearray(case.path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 4000] = bytes(4000)
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(bytes(data))
    with pytest.raises(MediaError, match="cannot be decoded"):
        check_video(broken, case.timeline, case.folder)


def test_what_cannot_be_judged_without_its_document_is_said_to_be_skipped(case: Case) -> None:
    checks = {check.id: check for check in check_video(case.path, case.timeline, case.folder)}
    assert {name for name, check in checks.items() if check.outcome == "skip"} == {"T8", "F7a"}
    assert {"S1", "T5", "S3"}.isdisjoint(checks)


def test_words_of_ones_own_are_only_warned_about(good: Good, tmp_path: Path) -> None:
    fault = next(fault for fault in FAULTS if fault.name == "an invented number")
    spoilt = fault.spoil(good, fault.strengths[0], tmp_path / "spoilt.mp4")
    own = replace(spoilt, script=spoilt.script.model_copy(update={"style": "own"}))
    assert problems(spoilt)["T8"].startswith("fail")
    assert problems(own)["T8"].startswith("warn")


def test_a_sample_of_the_campaign_holds(tmp_path: Path) -> None:
    result = gate.run(4, 5, tmp_path)
    assert result["missed"] == []
    assert result["upset_elsewhere"] == []
    assert result["false_alarms"] == []
    assert result["faulty"] == result["caught"] == result["clean"] == 2
