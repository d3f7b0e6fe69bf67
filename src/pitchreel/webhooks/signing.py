"""Signing: the headers of a notice, in JoggAI's way and in that of Standard Webhooks side by side.

One secret serves both, exactly as it is shown. JoggAI's signature is the HMAC-SHA256 of the body under the secret's
own characters. Standard Webhooks 1.0 signs ``id.timestamp.body`` under the bytes that the secret, without ``whsec_``,
stands for in Base64 (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md).
"""

from __future__ import annotations

import base64
import hashlib
import hmac

PREFIX = "whsec_"
AGENTS = {"v2": "JoggAI-Webhook/2.0", "creatify": "Pitchreel-Webhook/1.0"}
"""The User-Agent for each dialect; all others have v1's."""
V1_AGENT = "Jogg-Webhook/1.0"


def headers(
    body: bytes, *, secret: str, event: str, event_id: str, at: float, dialect: str = "v1", agent: str = ""
) -> dict[str, str]:
    """The headers of one sending at a time (seconds since 1970); ``agent`` replaces the dialect's User-Agent."""
    timestamp = str(int(at))
    signed = b".".join((event_id.encode(), timestamp.encode(), body))
    return {
        "Content-Type": "application/json",
        "User-Agent": agent or AGENTS.get(dialect, V1_AGENT),
        "Accept": "*/*",
        "X-Webhook-Event": event,
        "X-Webhook-Signature": _hmac(secret.encode(), body).hex(),
        "webhook-id": event_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": "v1," + base64.b64encode(_hmac(key(secret), signed)).decode("ascii"),
    }


def key(secret: str) -> bytes:
    """The bytes that a secret stands for, as the libraries of Standard Webhooks read it; padding may be left out."""
    text = secret.removeprefix(PREFIX)
    return base64.b64decode(text + "=" * (-len(text) % 4))


def _hmac(secret: bytes, data: bytes) -> bytes:
    return hmac.new(secret, data, hashlib.sha256).digest()
