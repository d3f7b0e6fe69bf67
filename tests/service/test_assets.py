"""Assets: what comes in is judged by its bytes, stays its owner's, and is found again by its address."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, update

from pitchreel.config import Settings
from pitchreel.errors import InvalidRequest, TooLarge
from pitchreel.service import addresses, assets, keys
from pitchreel.service.problems import Forbidden, NotFound
from pitchreel.service.uploads import shape_of
from pitchreel.storage import Blobs, Database, open_blobs, open_database
from pitchreel.storage.tables import assets as table
from pitchreel.storage.tables import projects

PNG = b"\x89PNG\r\n\x1a\n" + b"picture" * 20
MP4 = b"\x00\x00\x00\x18ftypisom\x00\x00\x00\x00isommp42" + b"clip" * 20


@dataclass
class House:
    db: Database
    blobs: Blobs
    settings: Settings
    key: int
    stranger: int

    def asset(self, filename: str = "lamp.png") -> assets.Asset:
        return assets.create(self.db, self.key, filename)

    def receive(self, asset: assets.Asset, *pieces: bytes) -> assets.Asset:
        return assets.receive(self.db, self.blobs, asset.id, iter(pieces), self.settings)

    def url(self, asset: assets.Asset, base: str = "http://127.0.0.1:8080") -> str:
        return addresses.asset_url(base, asset.id, asset.filename)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    limits = {"upload_picture_bytes": 1000, "upload_clip_bytes": 5000, "upload_sound_bytes": 2000}
    settings = Settings(home=tmp_path / "home", **limits)  # type: ignore[arg-type]
    db = open_database(settings)
    yield House(db, open_blobs(settings), settings, keys.create(db).id, keys.create(db).id)
    db.close()


@pytest.mark.parametrize(
    ("head", "kind", "content_type"),
    [
        (PNG, "picture", "image/png"),
        (b"\xff\xd8\xff\xe0JFIF", "picture", "image/jpeg"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "picture", "image/webp"),
        (b"GIF89a", "picture", "image/gif"),
        (b"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00avifmif1", "picture", "image/avif"),
        (MP4, "clip", "video/mp4"),
        (b"\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00qt  ", "clip", "video/quicktime"),
        (b"\x1a\x45\xdf\xa3webm", "clip", "video/webm"),
        (b"\x00\x00\x00\x18ftypM4A \x00\x00\x00\x00M4A mp42", "sound", "audio/mp4"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "sound", "audio/wav"),
        (b"ID3\x04\x00", "sound", "audio/mpeg"),
        (b"\xff\xfb\x90\x64", "sound", "audio/mpeg"),
        (b"\xff\xf1\x50\x80", "sound", "audio/aac"),
        (b"OggS\x00\x02........................OpusHead", "sound", "audio/ogg"),
        (b"fLaC\x00", "sound", "audio/flac"),
    ],
)
def test_bytes_decide_what_it_is(house: House, head: bytes, kind: str, content_type: str) -> None:
    found = house.receive(house.asset("page.html"), head)
    assert (found.kind, found.content_type, found.size) == (kind, content_type, len(head))
    assert not found.blob.endswith(".html")
    assert b"".join(house.blobs.get(found.blob)) == head


@pytest.mark.parametrize(
    "head",
    [b"<svg onload=alert(1)>", b"<!DOCTYPE html>", b"%PDF-1.7", b"\x7fELF", b"#!/bin/sh", b"PK\x03\x04", b"text",
     b"\xff\xfe<\x00s\x00c\x00", b"MZ\x90\x00", b"\xff\xff\xff\xff", b"OggS" + b"." * 30 + b"theora"],
)  # fmt: skip
def test_what_could_run_or_is_nothing_is_refused(house: House, head: bytes) -> None:
    asset = house.asset("lamp.png")
    with pytest.raises(InvalidRequest, match="neither a picture"):
        house.receive(asset, head)
    assert assets.known(house.db, asset.id) == asset
    assert list(house.blobs.list()) == []


@given(head=st.binary(max_size=300))
def test_any_bytes_are_judged(head: bytes) -> None:
    shape = shape_of(head)
    assert shape is None or shape.kind in ("picture", "clip", "sound")


def test_each_kind_has_its_limit(house: House) -> None:
    more = b"x" * 400
    house.receive(house.asset(), PNG, more, more)
    with pytest.raises(TooLarge, match=r"picture is larger than 0\.001 MB"):
        house.receive(house.asset(), PNG, *[more] * 3)
    house.receive(house.asset(), MP4, *[more] * 11)
    with pytest.raises(TooLarge, match="clip"):
        house.receive(house.asset(), MP4, *[more] * 20)
    with pytest.raises(TooLarge, match="sound"):
        house.receive(house.asset(), b"ID3", *[more] * 6)


def test_nobody_needs_to_send_it_all_to_be_refused(house: House) -> None:
    taken = 0

    def endless() -> Iterator[bytes]:
        nonlocal taken
        while True:
            taken += 1
            yield PNG + b"x" * 4096

    with pytest.raises(TooLarge):
        assets.receive(house.db, house.blobs, house.asset().id, endless(), house.settings)
    assert taken < 5


def test_nothing_is_left_of_what_was_refused_or_broke_off(house: House) -> None:
    def breaking() -> Iterator[bytes]:
        yield PNG
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        assets.receive(house.db, house.blobs, house.asset().id, breaking(), house.settings)
    with pytest.raises(InvalidRequest, match="empty"):
        house.receive(house.asset(), b"")
    assert list((house.settings.home / "incoming").iterdir()) == []
    assert list(house.blobs.list()) == []


@pytest.mark.parametrize(
    "filename", ["../../etc/passwd", "..", "", "a/b\\c.png", "x" * 400, "ä\x00\n\r\"'.png", ".png"]
)
def test_the_senders_name_leads_nowhere(house: House, filename: str) -> None:
    found = house.receive(house.asset(filename), PNG)
    assert found.blob.startswith(f"assets/{found.id}/")
    assert found.blob.endswith(".png")
    assert found.blob.count("/") == 2
    assert house.blobs.stat(found.blob)
    assert assets.find_own(house.db, house.key, house.url(found), house.settings) == found


def test_it_may_be_sent_again_as_something_else(house: House) -> None:
    asset = house.asset()
    first = house.receive(asset, PNG)
    second = house.receive(asset, MP4)
    assert (second.kind, second.id) == ("clip", first.id)
    assert list(house.blobs.list()) == [second.blob]


def test_an_upload_address_is_for_one_asset_and_ends(house: House) -> None:
    one, two = house.asset(), house.asset()
    token = assets.sign(one, house.settings)
    assets.check_token(house.db, one.id, token, house.settings)
    for asset_id, given_token in ((two.id, token), (one.id, token + "0"), (one.id, "")):
        with pytest.raises(Forbidden):
            assets.check_token(house.db, asset_id, given_token, house.settings)
    short = house.settings.model_copy(update={"upload_seconds": 0.001})
    with pytest.raises(Forbidden):
        assets.check_token(house.db, one.id, assets.sign(one, short), house.settings)
    other = house.settings.model_copy(update={"secret": Settings(secret="another installation").secret})
    with pytest.raises(Forbidden):
        assets.check_token(house.db, one.id, token, other)


def test_a_revoked_keys_upload_addresses_are_no_longer_good(house: House) -> None:
    asset = house.asset()
    token = assets.sign(asset, house.settings)
    assets.check_token(house.db, asset.id, token, house.settings)
    owner = next(entry for entry in keys.listed(house.db) if entry.id == house.key)
    keys.revoke(house.db, owner.api_id)
    with pytest.raises(Forbidden):
        assets.check_token(house.db, asset.id, token, house.settings)


def test_ids_cannot_be_guessed(house: House) -> None:
    ids = {house.asset().id for _ in range(50)}
    assert len(ids) == 50
    assert min(map(len, ids)) >= 32


def test_our_own_addresses_are_known_and_others_are_not(house: House) -> None:
    asset = house.receive(house.asset(), PNG)
    settings = house.settings.model_copy(
        update={"public_url": "https://ads.example.com", "trusted_hosts": "films.example.org, *.inside.example"}
    )

    def own(url: str, base: str = "") -> assets.Asset | None:
        return assets.find_own(house.db, house.key, url, settings, base)

    for base in ("https://ads.example.com", "https://films.example.org:8443", "http://a.inside.example"):
        assert own(house.url(asset, base)) == asset
    assert own(house.url(asset, "http://10.0.0.9:8080"), "http://10.0.0.9:8080") == asset
    assert own(house.url(asset, "http://localhost:5000"), "http://127.0.0.1:5000") == asset
    for url in (
        house.url(asset, "https://evil.example"),
        house.url(asset, "http://localhost:5001"),
        "https://ads.example.com/elsewhere/x.png",
        "https://ads.example.com.evil.example/files/assets/" + asset.id,
        "ftp://ads.example.com/files/assets/" + asset.id,
        "http://[broken/files/x",
        "",
    ):
        assert own(url, "http://127.0.0.1:5000") is None, url


@pytest.mark.parametrize(
    "place",
    [
        "https://ADS.example.com",
        "https://ads.example.com:443",
        "http://ads.example.com",
        "http://ads.example.com:80",
        "https://me@ads.example.com",
        "https://ads.example.com.",
    ],
)
def test_our_own_address_is_ours_however_it_is_spelt(house: House, place: str) -> None:
    asset = house.receive(house.asset(), PNG)
    settings = house.settings.model_copy(update={"public_url": "https://ads.example.com"})
    for path in (f"/files/assets/{asset.id}", f"/%66iles/assets/{asset.id}", f"/files%2Fassets/{asset.id}"):
        assert assets.find_own(house.db, house.key, place + path, settings) == asset
        with pytest.raises(NotFound):
            assets.find_own(house.db, house.stranger, place + path, settings)
    assert addresses.is_own_page(f"{place}/share/{asset.id}/film?token=x", settings)
    assert not addresses.is_own_page(f"{place}/products/mug", settings)
    assert not addresses.is_own_page("https://shop.example/share/x", settings)


@pytest.mark.parametrize("names", ["*", "*.example"])
def test_a_pattern_of_trusted_hosts_takes_nobody_elses_files(house: House, names: str) -> None:
    asset = house.receive(house.asset(), PNG)
    settings = house.settings.model_copy(update={"trusted_hosts": names})
    assert assets.find_own(house.db, house.key, house.url(asset, "https://ads.example"), settings) == asset
    for path in ("mug.jpg", "films/2024/mug.mp4", "presenters/ann/a.jpg", "assets/mug.jpg", "assets/", ""):
        url = f"https://shop.example/files/{path}"
        assert assets.find_own(house.db, house.key, url, settings) is None, url
    for path in (f"films/{'ab' * 16}/token/ad.mp4", "presenters/12/token/cover.jpg"):
        with pytest.raises(NotFound):
            assets.find_own(house.db, house.key, f"https://shop.example/files/{path}", settings)


def test_another_keys_file_is_not_there(house: House) -> None:
    asset = house.receive(house.asset(), PNG)
    with pytest.raises(NotFound):
        assets.find_own(house.db, house.stranger, house.url(asset), house.settings)
    with pytest.raises(NotFound):
        assets.find(house.db, house.stranger, asset.id)
    with pytest.raises(NotFound):
        assets.find_own(house.db, house.key, house.url(asset)[:60] + "A" * 32, house.settings)


def test_a_film_that_was_made_here_is_its_owners(house: House) -> None:
    project = "0" * 31 + "1"
    row = {"kind": "film", "order": {}, "state": "done", "created": 0.0, "updated": 0.0}
    with house.db.begin() as conn:
        conn.execute(insert(projects).values(id=project, key_id=house.key, **row))
    url = f"http://127.0.0.1:8080/files/films/{project}/token/ad.mp4"
    found = assets.find_own(house.db, house.key, url, house.settings)
    assert found and (found.kind, found.blob) == ("clip", f"films/{project}/token/ad.mp4")
    with pytest.raises(NotFound):
        assets.find_own(house.db, house.stranger, url, house.settings)
    with pytest.raises(NotFound):
        assets.find_own(house.db, house.key, "http://127.0.0.1:8080/files/secret", house.settings)


def test_old_and_empty_assets_are_cleaned_up(house: House) -> None:
    kept, old, waiting, forgotten = house.asset(), house.asset(), house.asset(), house.asset()
    for asset in (kept, old):
        house.receive(asset, PNG)
    with house.db.begin() as conn:
        conn.execute(update(table).where(table.c.id == old.id).values(created=5.0))
        conn.execute(update(table).where(table.c.id == forgotten.id).values(expires=5.0))
    assert assets.clean(house.db, house.blobs, house.settings, before=10.0) == 2
    assert [bool(assets.known(house.db, asset.id)) for asset in (kept, old, waiting, forgotten)] == [1, 0, 1, 0]
    assert len(list(house.blobs.list())) == 1
    with pytest.raises(NotFound):
        house.receive(old, PNG)
