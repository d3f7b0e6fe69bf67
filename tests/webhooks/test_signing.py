"""Signing, checked by hand and by the library that receivers use."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook, WebhookVerificationError

from pitchreel.service.endpoints import _secret, _short_secret, request_secret
from pitchreel.webhooks import signing

BODY = '{"event_id":"1","event":"generated_video_success","data":{"title":"Grüße 你好 a/b"}}'.encode()
SECRETS = {"v1": _short_secret(), "v2": _secret(), "request": request_secret(b"of this installation", "id")}


def sign(secret: str, body: bytes = BODY, at: float | None = None) -> dict[str, str]:
    return signing.headers(
        body, secret=secret, event="generated_video_success", event_id="abc", at=time.time() if at is None else at
    )


@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS)
def test_the_library_of_standard_webhooks_takes_it(secret: str) -> None:
    assert Webhook(secret).verify(BODY, sign(secret))["event_id"] == "1"


@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS)
def test_the_library_refuses_another_body_secret_or_time(secret: str) -> None:
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(BODY + b" ", sign(secret))
    with pytest.raises(WebhookVerificationError):
        Webhook(_secret()).verify(BODY, sign(secret))
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(BODY, sign(secret, at=time.time() - 600))


@given(body=st.binary(max_size=200), secret=st.binary(min_size=1, max_size=64))
def test_signatures_are_those_of_both_contracts(body: bytes, secret: bytes) -> None:
    text = "whsec_" + base64.b64encode(secret).decode()
    found = sign(text, body, at=1_732_806_631.9)
    assert found["X-Webhook-Signature"] == hmac.new(text.encode(), body, hashlib.sha256).hexdigest()
    signed = b"abc.1732806631." + body
    expected = base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode()
    assert found["webhook-signature"] == f"v1,{expected}"
    assert (found["webhook-id"], found["webhook-timestamp"]) == ("abc", "1732806631")


def test_a_secret_without_padding_means_the_same() -> None:
    assert signing.key("whsec_YWI=") == signing.key("whsec_YWI") == signing.key("YWI") == b"ab"


@pytest.mark.parametrize(
    ("dialect", "agent"),
    [("v1", "Jogg-Webhook/1.0"), ("v2", "JoggAI-Webhook/2.0"), ("open", "Jogg-Webhook/1.0")],
)
def test_the_user_agent_is_the_versions_own(dialect: str, agent: str) -> None:
    headers = signing.headers(BODY, secret=_secret(), event="e", event_id="i", at=0, dialect=dialect)
    assert headers["User-Agent"] == agent
    headers = signing.headers(BODY, secret=_secret(), event="e", event_id="i", at=0, dialect=dialect, agent="Mine/1")
    assert headers["User-Agent"] == "Mine/1"
