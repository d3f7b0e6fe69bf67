"""Progress goes from nothing to all, never back, and stages add up."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pitchreel.pipeline.pace import SHARES, Pace, Step


@given(st.lists(st.lists(st.floats(0, 1), max_size=5).map(sorted), min_size=len(SHARES), max_size=len(SHARES)))
def test_progress_never_goes_back_and_ends_at_all(stages: list[list[float]]) -> None:
    steps: list[Step] = []
    pace = Pace(steps.append)
    for name, reports in zip(SHARES, stages, strict=True):
        report = pace.stage(name)
        for done in [*reports, 1.0]:
            report(done)
    overall = [step.overall for step in steps]
    assert overall == sorted(overall)
    assert overall[0] == 0
    assert abs(overall[-1] - 1) < 1e-9
    assert list(pace.seconds) == list(SHARES)
