"""Pictures described by an endpoint that can see: only where one is set, and never at the cost of the film."""

from __future__ import annotations

import base64
import json
import socket
import time
from pathlib import Path

import pytest
from drawings import bottle, encode, over, room
from loopback import Answer, Listener, Server, response

from pitchreel.config import Settings
from pitchreel.documents import Product
from pitchreel.documents.product import Fact, Media
from pitchreel.product import gather_media
from pitchreel.product.sniff import sniff

WORDS = "A blue bottle, seen from the front, on a grey floor."


def said(words: object) -> bytes:
    return response(json.dumps({"choices": [{"message": {"role": "assistant", "content": words}}]}).encode())


def gather(
    folder: Path, answer: Answer, *, pictures: int = 1, alt: str = "", **options: object
) -> tuple[Product, list[bytes]]:
    """A product with some pictures, gathered with an endpoint that answers so; and what the endpoint was asked."""
    heard: list[bytes] = []

    def hear(connection: socket.socket, request: bytes) -> None:
        head, _, body = request.partition(b"\r\n\r\n")
        length = next(
            int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")
        )
        while len(body) < length:
            body += connection.recv(65536)
        heard.append(head + b"\r\n\r\n" + body)
        if isinstance(answer, bytes):
            connection.sendall(answer)
        else:
            answer(connection, request)

    with (
        Server({f"/{n}": encode_of(n) for n in range(pictures)}) as shop,
        Server({"/v1/chat/completions": hear}) as endpoint,
    ):
        media = tuple(
            Media(id=f"picture-{n + 1}", kind="picture", url=shop.url(f"/{n}"), description=alt)
            for n in range(pictures)
        )
        product = Product(language="de", facts=(Fact(id="name", kind="name", text="Flasche"),), media=media)
        fields = {"allow_hosts": shop.host, "vision_url": endpoint.url("/v1"), "vision_model": "seer", **options}
        return gather_media(product, folder, settings=Settings(**fields)), heard  # type: ignore[arg-type]


def encode_of(number: int) -> bytes:
    colours = ((30, 60, 200), (200, 40, 40), (40, 160, 60), (220, 180, 40))
    return response(encode(over(bottle(colours[number % 4]), room(seed=number + 1)), "JPEG"))


def test_a_picture_is_described_and_marked(tmp_path: Path) -> None:
    product, (request,) = gather(tmp_path, said(f'<think>hm</think> "{WORDS}"\n'), vision_key="k3y")
    picture = product.pictures[0]
    assert (picture.description, picture.described_by, product.warnings) == (WORDS, "seer", ())
    head, _, body = request.partition(b"\r\n\r\n")
    assert b"Authorization: Bearer k3y" in head
    asked = json.loads(body)
    assert asked["model"] == "seer"
    text, shown = asked["messages"][0]["content"]
    assert "'de'" in text["text"]
    assert "Flasche" not in json.dumps(asked)
    kind, _, data = shown["image_url"]["url"].partition(";base64,")
    assert kind == "data:image/jpeg"
    assert sniff(base64.b64decode(data)) == "jpeg"


def test_the_pages_words_come_first(tmp_path: Path) -> None:
    product, _ = gather(tmp_path, said(WORDS), alt="Flasche von vorn.")
    assert product.pictures[0].description == f"Flasche von vorn. {WORDS}"


def test_what_was_described_is_not_asked_again(tmp_path: Path) -> None:
    first, _ = gather(tmp_path, said(WORDS))
    with Listener() as silent:
        settings = Settings(vision_url=f"http://127.0.0.1:{silent.port}/v1")
        again = gather_media(first, tmp_path, settings=settings)
        assert silent.visits == 0
    assert again.pictures[0].description == WORDS


def test_without_the_setting_nobody_is_asked(tmp_path: Path) -> None:
    product, heard = gather(tmp_path, said(WORDS), vision_url="")
    assert (product.pictures[0].described_by, heard) == ("", [])


@pytest.mark.parametrize(
    "answer",
    [
        response(b"", "500 Broken"),
        response(b"", "401 Unauthorized"),
        response(b"not json"),
        response(b'{"choices": []}'),
        said(None),
        said("  "),
        b"nonsense\r\n\r\n",
        response(b"x" * 2_000_000),
    ],
    ids=["500", "401", "no JSON", "no choice", "nothing", "blank", "no HTTP", "too much"],
)
def test_a_failing_endpoint_is_a_warning(tmp_path: Path, answer: bytes) -> None:
    product, heard = gather(tmp_path, answer, pictures=4)
    assert len(product.pictures) == 4
    assert all(item.described_by == "" for item in product.pictures)
    assert len(heard) == 2  # after two failures it is left alone
    assert [warning.split(" was")[0] for warning in product.warnings] == ["picture-1", "picture-2"]


def test_a_slow_endpoint_ends_with_the_clock(tmp_path: Path) -> None:
    def drip(connection: socket.socket, request: bytes) -> None:
        for byte in said(WORDS):
            connection.sendall(bytes([byte]))
            time.sleep(0.2)

    begun = time.monotonic()
    product, _ = gather(tmp_path, drip, vision_seconds=0.7)
    assert "0.7 s" in product.warnings[0]
    assert time.monotonic() - begun < 10


def test_it_is_trusted_at_its_own_place_only(tmp_path: Path) -> None:
    with Listener() as listener:
        away = response(b"", "307 Temporary Redirect", Location=f"http://127.0.0.1:{listener.port}/v1/chat/completions")
        product, _ = gather(tmp_path, away)
        assert listener.visits == 0
    assert "307" in product.warnings[0]


def test_an_address_that_is_none_is_a_warning(tmp_path: Path) -> None:
    product, _ = gather(tmp_path, b"", vision_url="file:///etc/passwd")
    assert product.pictures
    assert "not a link" in product.warnings[0]


def test_the_key_is_not_shown() -> None:
    assert "k3y" not in str(Settings(vision_key="k3y").model_dump())  # type: ignore[arg-type]
