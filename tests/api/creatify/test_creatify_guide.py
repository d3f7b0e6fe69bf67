"""The guide's steps as transcripts, each followed until its film decodes. ``transcripts/*.json`` says what is sent and
how each answer must look, field by field: a word in <...> names a type, {"as": ...} one of ``shapes.json`` with
changes, a list's one entry stands for all of its items, {...} in a text what an earlier answer held.
"""

from __future__ import annotations

import io
import json
import re
import time
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import av
import httpx
import pytest
from api_house import Receiver, Shop

FOLDER = Path(__file__).parent / "transcripts"
SHAPES = json.loads((FOLDER / "shapes.json").read_text(encoding="utf-8"))
TRANSCRIPTS = sorted(path for path in FOLDER.glob("*.json") if path.stem != "shapes")
PATIENCE = 240.0


def is_url(value: Any) -> bool:
    return isinstance(value, str) and bool(re.match("https?://[^/]+/.", value))


def is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


TYPES = {
    "<anything>": lambda value: True,
    "<text>": lambda value: isinstance(value, str),
    "<text or null>": lambda value: value is None or isinstance(value, str),
    "<filled>": lambda value: isinstance(value, str) and bool(value.strip()),
    "<uuid>": lambda value: str(UUID(value)) == value,
    "<url>": is_url,
    "<url or null>": lambda value: value is None or is_url(value),
    "<int>": lambda value: is_number(value) and isinstance(value, int),
    "<number>": is_number,
    "<number or null>": lambda value: value is None or is_number(value),
    "<time>": lambda value: datetime.fromisoformat(value).tzinfo is not None,
}


def expanded(wanted: Any) -> Any:
    """A part of a transcript with its shapes written out."""
    if isinstance(wanted, dict) and "as" in wanted:
        return expanded({**SHAPES[wanted["as"]], **wanted.get("with", {})})
    if isinstance(wanted, dict):
        return {name: expanded(value) for name, value in wanted.items()}
    return [expanded(item) for item in wanted] if isinstance(wanted, list) else wanted


def compare(wanted: Any, got: Any, where: str = "answer") -> None:
    """Every field that is wanted is there as it should be, and no other."""
    if isinstance(wanted, dict):
        assert isinstance(got, dict), where
        assert got.keys() == wanted.keys(), (where, got.keys() ^ wanted.keys())
        for name, value in got.items():
            compare(wanted[name], value, f"{where}.{name}")
    elif isinstance(wanted, list):
        assert isinstance(got, list), where
        assert wanted or not got, (where, got)
        for number, item in enumerate(got):
            compare(wanted[min(number, len(wanted) - 1)], item, f"{where}.{number}")
    elif isinstance(wanted, str) and wanted in TYPES:
        assert TYPES[wanted](got), (where, wanted, got)
    else:
        assert (type(wanted), wanted) == (type(got), got), where


def at(value: Any, path: str) -> Any:
    """What stands at a path like ``previews.0.url``; None where the path ends early."""
    for part in path.split("."):
        try:
            value = value[int(part)] if isinstance(value, list) else value[part]
        except (IndexError, KeyError, TypeError):
            return None
    return value


def filled(value: Any, known: dict[str, Any]) -> Any:
    """A part of a transcript with what earlier answers held; a text that is one name keeps that value's type."""
    if isinstance(value, dict):
        return {name: filled(item, known) for name, item in value.items()}
    if isinstance(value, list):
        return [filled(item, known) for item in value]
    if isinstance(value, str):
        whole = re.fullmatch(r"\{(\w+)\}", value)
        return known[whole[1]] if whole else value.format(**known)
    return value


def follow(client: httpx.Client, step: dict[str, Any], known: dict[str, Any]) -> Any:
    """Send a step, again and again until its answer holds what the transcript waits for."""
    method, path = filled(step["operation"], known).split(" ", 1)
    until = time.monotonic() + PATIENCE
    while True:
        answer = client.request(method, path, json=filled(step.get("body"), known))
        assert answer.status_code == step.get("status", 200), answer.text
        body = answer.json()
        wish = step.get("until", {})
        if at(body, wish) if isinstance(wish, str) else all(at(body, name) == value for name, value in wish.items()):
            return body
        states = {item["status"] for item in (body if isinstance(body, list) else [body])}
        assert not states & {"failed", "rejected"}, body
        assert time.monotonic() < until, body
        time.sleep(0.3)


def watch(client: httpx.Client, film: dict[str, Any], body: Any) -> None:
    """A film comes in ranges, decodes to its last frame and sample, and has the shape and length asked for."""
    path = urlsplit(at(body, film["video"])).path
    part = client.get(path, headers={"Range": "bytes=0-99"})
    assert (part.status_code, len(part.content)) == (206, 100)
    with av.open(io.BytesIO(client.get(path).content)) as video:
        picture = video.streams.video[0]
        across, down = film["ratio"]
        assert abs(picture.width / picture.height - across / down) < 0.02
        frames = sum(1 for _ in video.decode(video=0))
        seconds = frames / float(picture.average_rate)
        video.seek(0)
        assert sum(frame.samples for frame in video.decode(audio=0)) > 24_000
    assert abs(seconds - film.get("length", seconds)) <= 0.1 * seconds
    cover = client.get(urlsplit(at(body, film["cover"])).path)
    assert cover.headers["content-type"].startswith("image/")


def see_pages(client: httpx.Client, previews: list[dict[str, Any]]) -> None:
    """Each preview has a page of its own that may be framed and that needs no key."""
    for preview in previews:
        page = httpx.get(preview["url"])
        assert page.status_code == 200
        assert "<video" in page.text
        assert "frame-ancestors 'none'" not in page.headers["content-security-policy"]


def see_notice(receiver: Receiver, notice: dict[str, Any], known: dict[str, Any]) -> None:
    wanted = expanded(filled(notice["body"], known))

    def fits(body: Any) -> bool:
        return all(body.get(name) == wanted[name] for name in ("id", "status"))

    came = receiver.wait(lambda delivery: delivery.path == notice["path"] and fits(delivery.json()))
    compare(wanted, came.json(), "notice")


@pytest.mark.parametrize("transcript", TRANSCRIPTS, ids=lambda path: path.stem)
def test_transcripts(transcript: Path, creatify: httpx.Client, shop: Shop, receiver: Receiver) -> None:
    read = creatify.post("/api/links/", json={"url": shop.product}).json()
    pictures = (read["link"]["image_urls"] * 3)[:3]
    known: dict[str, Any] = {"page": shop.product, "hooks": receiver.url, "pictures": pictures, "portrait": pictures[0]}
    for step in json.loads(transcript.read_text(encoding="utf-8"))["steps"]:
        body = follow(creatify, step, known)
        compare(expanded(filled(step["answer"], known)), body, step["operation"])
        known |= {name: at(body, path) for name, path in step.get("keep", {}).items()}
        if "pages" in step:
            see_pages(creatify, at(body, step["pages"]))
        if "film" in step:
            watch(creatify, step["film"], body)
        if "notice" in step:
            see_notice(receiver, step["notice"], known)
