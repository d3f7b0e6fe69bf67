"""What holds for every request: names, sizes, headers, logs, and errors that show no stack."""

from __future__ import annotations

import json
import logging

import httpx
import pytest
from api_house import Open, key_headers


def test_only_its_names_are_answered_to(opened: Open) -> None:
    client = opened(public_url="https://ads.example", trusted_hosts="*.b.example")

    def ask(host: str) -> httpx.Response:
        return client.get("/v1/products", headers={"Host": host})

    for ours in ("127.0.0.1", "localhost:8080", "[::1]:8080", "LOCALHOST.", "ads.example", "a.b.example"):
        assert ask(ours).status_code == 200, ours
    for other in ("evil.example", "127.0.0.1.evil.example", "b.example", "ads.example.evil.com", "169.254.169.254"):
        assert ask(other).status_code == 421, other
        assert "PITCHREEL_TRUSTED_HOSTS" in ask(other).text
    for none in ("", "a b", "ads.example@127.0.0.1", "127.0.0.1/x", "127.0.0.1, evil.example", "[::1", "a:b"):
        assert ask(none).status_code == 400, none


def test_origins_are_let_in_only_when_set(opened: Open) -> None:
    ask = {"Origin": "https://app.example", "Access-Control-Request-Method": "POST"}
    closed = opened().options("/v1/product", headers=ask)
    assert "access-control-allow-origin" not in closed.headers
    client = opened(cors_origins="https://app.example")
    assert client.options("/v1/product", headers=ask).headers["access-control-allow-origin"] == "https://app.example"
    assert "x-api-key" in client.options("/v1/product", headers=ask).headers["access-control-allow-headers"].lower()
    beside = client.options("/v1/product", headers={**ask, "Access-Control-Request-Headers": "x-api-platform"})
    assert beside.status_code == 200
    other = client.get("/healthz", headers={"Origin": "https://evil.example"})
    assert "access-control-allow-origin" not in other.headers


def test_nobody_frames_or_sniffs(opened: Open) -> None:
    client = opened()
    for path in ("/", "/docs/v1", "/healthz", "/nothing", "/v1/products", "/static/docs.js", "/files/x.mp4"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        policy = headers["content-security-policy"]
        assert "frame-ancestors 'none'" in policy or "sandbox" in policy
        assert len(headers["x-request-id"]) == 32


def test_a_body_may_be_so_large(opened: Open) -> None:
    client = opened(body_bytes=1000)
    headers = key_headers(client)
    whole = client.post("/v1/product", content=b" " * 2000, headers=headers)
    in_pieces = client.post("/v1/product", content=iter([b" " * 600] * 4), headers=headers)
    assert {whole.json()["code"], in_pieces.json()["code"]} == {40000}
    assert "1000 bytes" in whole.text and "1000 bytes" in in_pieces.text
    array = client.post("/api/links/", content=b" " * 2000, headers=headers)
    assert 400 <= array.status_code < 500


def test_an_error_that_nobody_foresaw_shows_no_stack(opened: Open, caplog: pytest.LogCaptureFixture) -> None:
    client = opened()

    @client.app.get("/v1/broken")
    @client.app.get("/api/broken/")
    @client.app.get("/broken")
    def broken() -> None:
        raise RuntimeError("the secret path /root/x")

    for path in ("/v1/broken", "/api/broken/", "/broken"):
        answer = client.get(path)
        assert "RuntimeError" not in answer.text and "secret" not in answer.text and "Traceback" not in answer.text
        assert answer.headers["x-request-id"] in answer.text
        assert answer.status_code == 500
    assert client.get("/v1/broken").json()["code"] == 50000
    assert "the secret path" in caplog.text


def test_the_log_holds_no_key_and_no_address_that_opens_something(
    opened: Open, caplog: pytest.LogCaptureFixture
) -> None:
    client = opened()
    caplog.set_level(logging.DEBUG, logger="pitchreel")
    headers = key_headers(client)
    upload = client.post("/v1/upload/asset", json={"filename": "a.png"}, headers=headers).json()["data"]
    client.put(upload["sign_url"], content=b"nothing", headers=headers)
    client.get(upload["asset_id"])
    client.get(f"/preview/{'t' * 32}")
    client.get(f"/v1/products?x-api-key={headers['x-api-key']}", headers={"x-api-key": "a-key-that-is-wrong"})
    client.get("/api/personas/", headers={**headers, "Authorization": "Bearer something-secret"})
    logged = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("pitchreel"))
    assert "/upload/{asset_id}" in logged
    token = upload["sign_url"].rsplit("=", 1)[1]
    asset = upload["asset_id"].split("/")[-2]
    for secret in (headers["x-api-key"], headers["X-API-ID"], token, asset, "t" * 32, "a-key-that", "something-secret"):
        assert secret not in logged


def test_a_path_that_is_not_there_is_told_in_the_dialects_words(opened: Open) -> None:
    client = opened()
    assert client.get("/v1/nothing").json()["code"] != 0
    assert client.get("/api/nothing/").status_code == 404
    assert client.get("/nothing").json() == {"error": {"code": "not_found", "message": "Not Found"}}


def test_a_nul_in_an_address_is_refused(opened: Open) -> None:
    client = opened()
    headers = key_headers(client)
    assert client.get("/v1/project?project_id=a%00b", headers=headers).json()["code"] == 40000
    assert client.get("/api/links/a%00b/", headers=headers).status_code == 400
    assert client.get("/preview/a%00b").status_code == 400


def test_the_minutes_limit_is_told(opened: Open) -> None:
    client = opened(rate_limit=2, jogg_http_status="standard")
    headers = key_headers(client)
    answers = [client.post("/v1/upload/asset", json={"filename": "a.png"}, headers=headers) for _ in range(3)]
    assert [answer.headers["x-ratelimit-remaining"] for answer in answers] == ["1", "0", "0"]
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 60
    assert answers[-1].json()["code"] == 429
    assert client.get("/v1/products", headers=headers).json()["code"] == 0


def test_health(opened: Open) -> None:
    client = opened()
    assert client.get("/healthz").json()["status"] == "ok"
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json()["database"], ready.json()["blobs"]) == (503, "ok", "ok")
    assert "pitchreel worker" in ready.json()["workers"]
    for path in ("/healthz", "/readyz", "/metrics", "/", "/docs/v1"):
        head = client.head(path)
        assert (head.status_code, head.content) == (503 if path == "/readyz" else 200, b"")


def test_a_store_that_is_gone_is_told(opened: Open) -> None:
    client = opened()
    store = client.house.settings.home / "blobs"
    store.rename(store.with_name("elsewhere"))
    gone = client.get("/readyz")
    assert gone.status_code == 503 and "blobs" in gone.json()["blobs"]
    store.write_bytes(b"no folder")
    assert client.get("/readyz").json()["blobs"] != "ok"


def test_figures_are_in_prometheus_form(opened: Open) -> None:
    client = opened(metrics_token="a-token-for-prometheus")
    assert client.get("/metrics").status_code == 401
    client.get("/healthz")
    text = client.get("/metrics", headers={"Authorization": "Bearer a-token-for-prometheus"}).text
    for line in text.splitlines():
        name, _, value = line.rpartition(" ")
        assert line.startswith("# ") or (name and float(value) >= 0)
    assert 'pitchreel_requests_total{method="GET",route="/healthz",status="200"} 1' in text
    for figure in (
        "pitchreel_workers 0",
        "pitchreel_oldest_waiting_seconds 0.000",
        'pitchreel_deliveries{state="waiting"} 0',
    ):
        assert figure in text


def test_documents_describe_each_dialect(opened: Open) -> None:
    client = opened()
    for name, path in (
        ("v1", "/v1/product"),
        ("open", "/open/product"),
        ("v2", "/v2/product"),
        ("creatify", "/api/links/"),
    ):
        document: httpx.Response = client.get(f"/openapi/{name}.json")
        described = json.loads(document.text)
        assert path in described["paths"]
        assert described["servers"] == [{"url": str(client.base_url).rstrip("/")}]
    assert client.get("/docs/none").status_code == 404
