"""A small run of the campaign ``notices``: hostile answers, and a sender killed in between."""

from __future__ import annotations

from pathlib import Path

import pytest
from campaigns import notices


def test_no_notice_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notices, "BETWEEN", 25)
    result = notices.run(60, 3, tmp_path)
    assert not result["problems"]
    assert result["states"]["delivered"] + result["states"]["given_up"] == 60
    assert result["senders_killed"] >= 1
    assert len(result["answers"]) >= 5
