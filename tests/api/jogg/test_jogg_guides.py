"""The guides' examples as transcripts: each request sent as it stands, each answer compared field by field, each film
fetched in ranges and decoded. ``transcripts/*.json`` says how an answer must look: a word in <...> names a type, a key
that ends in ? may be absent, a list's one entry stands for all of its items.
"""

from __future__ import annotations

import io
import json
import re
import time
import wave
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import av
import httpx
import numpy as np
import pytest
from api_house import Shop

TRANSCRIPTS = sorted((Path(__file__).parent / "transcripts").glob("*.json"))
PATIENCE = 240.0
TYPES = {
    "<text>": lambda value: isinstance(value, str),
    "<filled>": lambda value: isinstance(value, str) and bool(value.strip()),
    "<hex32>": lambda value: isinstance(value, str) and re.fullmatch("[0-9a-f]{32}", value),
    "<id>": lambda value: isinstance(value, str) and re.fullmatch("[A-Za-z0-9+/]{6,}", value),
    "<url>": lambda value: isinstance(value, str) and re.match("https?://[^/]+/.", value),
    "<int>": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "<number>": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
}


def compare(wanted: Any, got: Any, where: str = "answer") -> None:
    """Every field that is wanted is there with its type, and no other."""
    if isinstance(wanted, dict):
        assert isinstance(got, dict), where
        optional = {name[:-1]: value for name, value in wanted.items() if name.endswith("?")}
        required = {name: value for name, value in wanted.items() if not name.endswith("?")}
        assert required.keys() <= got.keys() <= required.keys() | optional.keys(), (where, sorted(got))
        for name, value in got.items():
            compare({**required, **optional}[name], value, f"{where}.{name}")
    elif isinstance(wanted, list):
        assert isinstance(got, list), where
        for number, item in enumerate(got):
            compare(wanted[0], item, f"{where}.{number}")
    elif wanted in TYPES:
        assert TYPES[wanted](got), (where, got)
    else:
        assert (type(wanted), wanted) == (type(got), got), (where, got)


def at(value: Any, path: str) -> Any:
    for part in path.split("."):
        value = value[int(part)] if isinstance(value, list) else value[part]
    return value


def filled(value: Any, known: dict[str, Any]) -> Any:
    """A part of a transcript with what earlier answers gave put in; a value that is one name keeps its type."""
    if isinstance(value, dict):
        return {name: filled(item, known) for name, item in value.items()}
    if isinstance(value, list):
        return [filled(item, known) for item in value]
    if isinstance(value, str):
        whole = re.fullmatch(r"\{(\w+)\}", value)
        return known[whole[1]] if whole else value.format(**known)
    return value


def speech() -> bytes:
    """A recording of two seconds: a tone that swells as syllables do."""
    rate = 16_000
    t = np.arange(2 * rate) / rate
    wobble = np.clip(np.sin(2 * np.pi * 3 * t), 0, None)
    samples = (9000 * wobble * np.sin(2 * np.pi * 180 * t)).astype("<i2")
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes(samples.tobytes())
    return file.getvalue()


def send(client: httpx.Client, step: dict[str, Any], known: dict[str, Any]) -> Any:
    method, path = filled(step["operation"], known).split(" ", 1)
    if "file" in step:
        answer = client.request(method, path, content=speech(), headers={"Content-Type": "application/octet-stream"})
    elif "raw" in step:
        answer = client.request(method, path, content=step["raw"].format(**known))
    else:
        answer = client.request(method, path, json=filled(step.get("body"), known))
    assert answer.status_code == 200, answer.text
    return answer.json()


def follow(client: httpx.Client, step: dict[str, Any], known: dict[str, Any]) -> Any:
    """Send a step, again and again until it says what the transcript waits for."""
    until = time.monotonic() + PATIENCE
    while True:
        body = send(client, step, known)
        if all(at(body, path) == value for path, value in step.get("until", {}).items()):
            return body
        data = body["data"]
        ended = {data.get("status_code"), data.get("status")} & {5, "failed"} if isinstance(data, dict) else None
        assert not ended and time.monotonic() < until, body
        time.sleep(0.3)


def watch(client: httpx.Client, url: str) -> None:
    """A film is there in ranges, and every frame and sample of it decodes."""
    path = urlsplit(url).path
    part = client.get(path, headers={"Range": "bytes=0-99"})
    assert (part.status_code, len(part.content)) == (206, 100)
    whole = client.get(path)
    assert whole.status_code == 200 and whole.content[:100] == part.content
    with av.open(io.BytesIO(whole.content)) as film:
        frames = sum(1 for _ in film.decode(video=0))
        film.seek(0)
        samples = sum(frame.samples for frame in film.decode(audio=0))
        rate = film.streams.audio[0].rate
    assert frames > 20 and samples > rate


@pytest.mark.parametrize("transcript", TRANSCRIPTS, ids=lambda path: path.stem)
def test_transcripts(transcript: Path, jogg: httpx.Client, shop: Shop) -> None:
    known: dict[str, Any] = {"page": shop.product, "base": shop.base, **pictures(jogg, shop)}
    for step in json.loads(transcript.read_text(encoding="utf-8"))["steps"]:
        body = follow(jogg, step, known)
        compare(filled(step["answer"], known), body, step["operation"])
        known |= {name: at(body, path) for name, path in step.get("keep", {}).items()}
        if "film" in step:
            watch(jogg, at(body, step["film"]))
        if "picture" in step:
            cover = jogg.get(urlsplit(at(body, step["picture"])).path)
            assert cover.headers["content-type"] in {"image/jpeg", "image/png"} and len(cover.content) > 1000


def pictures(client: httpx.Client, shop: Shop) -> dict[str, str]:
    """Two pictures that the shop has."""
    media = client.post("/v1/product", json={"url": shop.product}).json()["data"]["media"]
    found = [item["url"] for item in media if item["type"] == 1]
    return {"picture": found[0], "picture2": found[-1]}
