"""The mouth against the voice: how well they go together, and which of them is late."""

from __future__ import annotations

import pytest
from faults.film import Case

from pitchreel.documents import Timeline
from pitchreel.qa.mouth import mouth_correlation, mouth_fit


def shifted(timeline: Timeline, seconds: float) -> Timeline:
    performance = timeline.performance
    assert performance is not None
    move = round(seconds * timeline.mix.sample_rate)
    mouth = tuple(key.model_copy(update={"sample": key.sample + move}) for key in performance.mouth)
    return timeline.model_copy(update={"performance": performance.model_copy(update={"mouth": mouth})})


def test_a_mouth_that_follows_its_voice_fits(case: Case) -> None:
    fit = mouth_fit(case.timeline, case.narration, case.folder)
    assert fit is not None
    assert fit.r > 0.8
    assert abs(fit.late) <= 0.03


@pytest.mark.parametrize("seconds", [-0.2, -0.1, 0.1, 0.2])
def test_its_delay_is_found(case: Case, seconds: float) -> None:
    here = mouth_fit(case.timeline, case.narration, case.folder)
    there = mouth_fit(shifted(case.timeline, seconds), case.narration, case.folder)
    assert here is not None and there is not None
    assert there.late - here.late == pytest.approx(seconds, abs=0.011)
    assert there.r == pytest.approx(here.r, abs=0.05)


def test_the_correlation_falls_with_the_delay(case: Case) -> None:
    good = mouth_correlation(case.timeline, case.narration, case.folder)
    bad = mouth_correlation(shifted(case.timeline, 0.15), case.narration, case.folder)
    assert good is not None and bad is not None
    assert good > 0.8 > 0.3 > bad


def test_without_a_presenter_there_is_nothing_to_judge(case: Case) -> None:
    alone = case.timeline.model_copy(update={"overlays": ()})
    assert mouth_fit(alone, case.narration, case.folder) is None
    assert mouth_correlation(alone, case.narration, case.folder) is None
