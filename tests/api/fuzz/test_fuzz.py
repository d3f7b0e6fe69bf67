"""A hundred generated requests at every operation of each dialect; the campaign ``fuzz`` sends a thousand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import requests
from campaigns import fuzz

from pitchreel.api.dialects import DIALECTS

CASES = 100


@pytest.mark.timeout(900)
@pytest.mark.parametrize("dialect", [dialect.name for dialect in DIALECTS])
def test_no_request_is_our_own_fault(tmp_path: Path, dialect: str) -> None:
    result = fuzz.run(CASES, 7, tmp_path, names=(dialect,), processes=1)
    assert not result["failed"], result["findings"]
    assert result["operations"] >= 13
    assert result["requests"] >= result["operations"] * CASES
    good = result["statuses"].get("200", 0) + result["statuses"].get("200/0", 0)
    assert good > result["requests"] * 0.2, "too few requests came through to mean anything"


@pytest.mark.timeout(900)
def test_postgresql_takes_the_same(tmp_path: Path, postgres: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PITCHREEL_DATABASE_URL", postgres.database())
    result = fuzz.run(8, 8, tmp_path, processes=1)
    assert not result["failed"], result["findings"]
    assert result["requests"] >= result["operations"] * 8 > 1000


def answered(status: int, body: bytes, content_type: str = "application/json") -> requests.Response:
    answer = requests.Response()
    answer.status_code = status
    answer._content = body
    answer.headers["Content-Type"] = content_type
    return answer


@pytest.mark.parametrize(
    ("path", "status", "body", "problem"),
    [
        ("/v1/products", 500, b'{"code":50000,"msg":"x"}', "status 500"),
        ("/v1/products", 200, b'{"code":50000,"msg":"x"}', "code 50000"),
        ("/v1/product", 200, b'{"code":50000,"msg":"It took too long and was stopped"}', ""),
        ("/v1/products", 200, b'{"msg":"success"}', "envelope: no code and msg"),
        ("/v1/products", 200, b'{"code":0,"msg":"success","data":NaN}', "broken JSON: NaN is not JSON"),
        ("/v1/products", 307, b"", "redirect"),
        ("/v1/products", 200, b'{"code":0,"msg":"success","data":null}', ""),
        ("/api/links/", 503, b"{}", "status 503"),
        ("/api/links/", 404, b"{}", "words: an error that says nothing"),
        ("/api/links/", 200, b"<html>", "broken JSON"),
        ("/api/links/", 404, b'{"detail":"Not found."}', ""),
        ("/api/links/", 204, b"", ""),
    ],
)
def test_what_is_wrong_is_seen(path: str, status: int, body: bytes, problem: str) -> None:
    found, _ = fuzz.judge(answered(status, body), path)
    assert found.startswith(problem) if problem else not found


def test_what_is_no_json_is_seen() -> None:
    assert fuzz.judge(answered(200, b"<p>", "text/html"), "/v1/products")[0] == "not JSON: text/html"
