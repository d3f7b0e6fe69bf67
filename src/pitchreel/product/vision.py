"""Pictures described by a model, where the operator has set an endpoint that can see.

The endpoint is OpenAI-compatible (``/chat/completions`` with an image). It is trusted at exactly the host and port of
the setting, without redirects; no page can name another. It is sent the picture and nothing of the page's words. What
it says helps to show the right picture at the right word; it is never a fact and never spoken. Whatever goes wrong is
a warning.
"""

from __future__ import annotations

import base64
import io
import json
import re
from pathlib import Path

import httpcore
import httpx
from PIL import Image

from pitchreel.child import Child
from pitchreel.config import Settings
from pitchreel.documents import Product
from pitchreel.documents.product import Media
from pitchreel.errors import BadStatus, FetchError, PitchreelError, TooLarge, Unreachable
from pitchreel.product.addresses import parse_address
from pitchreel.product.fetch import parse_url
from pitchreel.product.reading.text import shorten, tidy
from pitchreel.product.wire import Clock, PinnedBackend, resolve, resolve_host

SIDE = 768
"""Longer side in pixels of what is sent: enough to tell what a picture shows."""
LONGEST = 300
"""Characters kept of a description."""
ANSWER_BYTES = 1_000_000
FAILURES = 2
"""After so many in a row the endpoint is not asked again for this product."""

_PROMPT = (
    "Describe in one plain sentence, in the language {language!r}, what this product picture shows: the object, the "
    "part or side of it that is seen, its colour, and the setting. No opinion, no brand, no guess."
)


def describe_pictures(product: Product, folder: Path, *, settings: Settings) -> Product:
    """The product with its pictures and the stills of its clips described; never raises because of the endpoint.

    The model's words stand after the page's own; ``described_by`` names the model. What it described before stays.
    """
    described: dict[str, Media] = {}
    problems: list[str] = []
    wanted = [item for item in product.media if item.role == "gallery" and not item.described_by and _still(item)]
    with Child(memory=settings.child_memory, preload=(__name__,)) as child:
        for item in wanted:
            try:
                still = child.run(shrink, str(folder / str(_still(item))), seconds=settings.child_seconds)
                words = ask(still, language=product.language, settings=settings)
            except PitchreelError as error:
                problems.append(f"{item.id} was not described: {error.what}")
                if len(problems) >= FAILURES:
                    break
                continue
            told = item.description.rstrip(". ")
            text = words if not told or told.lower() in words.lower() else f"{told}. {words}"
            name = settings.vision_model or str(httpx.URL(settings.vision_url).host)
            described[item.id] = item.model_copy(update={"description": text, "described_by": name})
    return product.model_copy(
        update={
            "media": tuple(described.get(item.id, item) for item in product.media),
            "warnings": (*product.warnings, *problems),
        }
    )


def _still(item: Media) -> str | None:
    return item.poster if item.kind == "clip" else item.path


def shrink(path: str) -> bytes:
    """A picture as a small JPEG on white; runs in a limited child."""
    with Image.open(path, formats=("PNG", "JPEG")) as picture:
        picture.thumbnail((SIDE, SIDE))
        shown = Image.new("RGB", picture.size, "white")
        with picture.convert("RGBA") as cut:
            shown.paste(cut, mask=cut)
    out = io.BytesIO()
    shown.save(out, "JPEG", quality=85)
    return out.getvalue()


def ask(jpeg: bytes, *, language: str, settings: Settings) -> str:
    """The endpoint's one sentence about a picture; raises FetchError."""
    picture = "data:image/jpeg;base64," + base64.b64encode(jpeg).decode()
    content = [
        {"type": "text", "text": _PROMPT.format(language=language)},
        {"type": "image_url", "image_url": {"url": picture}},
    ]
    body = {"messages": [{"role": "user", "content": content}], "max_tokens": 150, "temperature": 0, "stream": False}
    if settings.vision_model:
        body["model"] = settings.vision_model
    answer = _post(f"{settings.vision_url.rstrip('/')}/chat/completions", json.dumps(body).encode(), settings)
    try:
        words = json.loads(answer)["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError):
        words = None
    if not isinstance(words, str) or not tidy(words):
        raise FetchError("The endpoint for pictures gave no description", "See that its model can see")
    words = re.sub(r"<think>.*?</think>", " ", words[:20_000], flags=re.DOTALL)
    return shorten(tidy(words).strip("\"' "), LONGEST)


def _post(address: str, body: bytes, settings: Settings) -> bytes:
    """Post JSON to the operator's endpoint under one clock and one cap; raises FetchError."""
    url = parse_url(address)
    clock = Clock(settings.vision_seconds, url.host)
    port = url.port or (443 if url.scheme == "https" else 80)
    addresses = [parse_address(text) for text in resolve(resolve_host, url.host, port, clock)]
    headers = [
        (b"Host", url.netloc),
        (b"User-Agent", settings.user_agent.encode("latin-1", "replace")),
        (b"Content-Type", b"application/json"),
        (b"Accept", b"application/json"),
        (b"Accept-Encoding", b"identity"),
        (b"Content-Length", str(len(body)).encode()),
        (b"Connection", b"close"),
    ]
    if key := settings.vision_key.get_secret_value():
        headers.append((b"Authorization", b"Bearer " + key.encode("latin-1", "replace")))
    origin = httpcore.Origin(url.raw_scheme, url.raw_host, port)
    target = httpcore.URL(scheme=origin.scheme, host=origin.host, port=port, target=url.raw_path)
    backend = PinnedBackend(addresses, clock, ANSWER_BYTES)
    context = httpx.create_ssl_context() if url.scheme == "https" else None
    with httpcore.HTTPConnection(origin, ssl_context=context, network_backend=backend) as connection:
        try:
            answer = connection.handle_request(httpcore.Request("POST", target, headers=headers, content=body))
            if not 200 <= answer.status < 300:
                raise BadStatus(
                    f"The endpoint for pictures answered with status {answer.status}",
                    "Check PITCHREEL_VISION_URL, PITCHREEL_VISION_MODEL and PITCHREEL_VISION_KEY",
                    status=answer.status,
                )
            return answer.read()
        except (httpcore.ProtocolError, httpcore.NetworkError, httpcore.TimeoutException) as error:
            raise Unreachable(
                f"The endpoint for pictures broke off or does not speak HTTP: {error}", "Check PITCHREEL_VISION_URL"
            ) from None
        except TooLarge:
            raise TooLarge(
                f"The endpoint for pictures answered with more than {ANSWER_BYTES:,} bytes", "See what it is"
            ) from None
