"""Feeds of every kind become Products; what is broken in them costs a row and no more."""

from __future__ import annotations

import gzip
import json
import time
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import feed_files
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pitchreel.documents import Product
from pitchreel.errors import DocumentError, PitchreelError
from pitchreel.product.feeds import is_feed, read_feed
from pitchreel.product.feeds.record import Context, Record, make_product

SHARED = Path(__file__).parents[2] / ".." / "shared" / "pages" / "html"
MARCH = datetime(2026, 3, 15, tzinfo=UTC)


def read(feed: str | bytes, **options: object) -> tuple[list[Product], list[str]]:
    notes: list[str] = []
    data = feed.encode() if isinstance(feed, str) else feed
    return list(read_feed(data, note=notes.append, **options)), notes  # type: ignore[arg-type]


def prices(product: Product) -> dict[str, Decimal]:
    return {fact.kind: fact.number for fact in product.facts if "price" in fact.kind and fact.number is not None}


def test_merchant_xml() -> None:
    (lamp, mug), notes = read(feed_files.MERCHANT)
    assert lamp.name == "Kite Desk Lamp"
    assert lamp.url == "https://shop.example/lamp"
    assert lamp.text("brand") == "Lumen & Pine"
    assert lamp.text("site_name") == "Lumen & Pine"
    assert lamp.text("description") == "A desk lamp of bent ash wood. The head turns all the way round."
    assert prices(lamp) == {"price": 89, "list_price": 99}
    assert lamp.currency == "EUR"
    assert lamp.text("availability") == "in stock"
    assert [fact.text for fact in lamp.features][:3] == [
        "Bent from a single piece of ash wood",
        "Dims without a flicker",
        "Cable length: 2 m",
    ]
    assert [item.url[-10:] for item in lamp.pictures] == ["lamp-1.png", "lamp-2.png"]
    assert mug.name == "Harbour Mug, blue"
    assert notes == ["item 2 was left out: it has no title", "1 variants of products already read were passed over"]


def test_every_fact_says_where_it_stood() -> None:
    lamp = read(feed_files.MERCHANT)[0][0]
    sources = {fact.id: fact.sources[0] for fact in lamp.facts}
    assert {source.method for source in sources.values()} == {"feed"}
    assert (sources["price"].place, sources["price"].quote) == ("item 1: g:sale_price", "89.00 EUR")
    assert sources["name"].place == "item 1: g:title"
    assert sources["feature-2"].quote == "Dims without a flicker"


def test_atom() -> None:
    (lamp,), _ = read(feed_files.ATOM)
    assert (lamp.name, lamp.url, lamp.text("price")) == ("Kite Desk Lamp", "https://shop.example/lamp", "$89.00")


def test_a_feed_that_forgot_to_declare_its_prefix() -> None:
    (lamp,), _ = read("<rss><channel><item><g:title>Lamp</g:title><g:price>5 GBP</g:price></item></channel></rss>")
    assert lamp.text("price") == "£5.00"


def test_tsv_with_quoted_lists() -> None:
    (lamp,), _ = read(feed_files.TSV, now=MARCH)
    assert [fact.text for fact in lamp.features][:2] == ["Bent from one piece, by hand", "Dims without a flicker"]
    assert len(lamp.pictures) == 3


@pytest.mark.parametrize(
    ("now", "price"), [(MARCH, 89), (datetime(2026, 4, 2, tzinfo=UTC), 99), (datetime(2025, 1, 1, tzinfo=UTC), 99)]
)
def test_a_sale_is_on_only_on_its_days(now: datetime, price: int) -> None:
    assert prices(read(feed_files.TSV, now=now)[0][0])["price"] == price


def test_shopify_products() -> None:
    (lamp, mug), notes = read(feed_files.SHOPIFY, url="https://shop.example/products.json", currency="eur")
    assert prices(lamp) == {"price": 89, "price_high": 99, "list_price": 119}
    assert lamp.url == "https://shop.example/products/kite"
    assert lamp.features[0].text == "Bent from one piece of ash"
    assert lamp.text("shipping") == "Ships free within two days"
    assert lamp.pictures[0].description == "On a desk"
    assert lamp.text("price") == "€89.00"
    assert mug.pictures == ()
    assert notes == ["item 2 was left out: it has no title"]


def test_shopify_export_groups_rows() -> None:
    (lamp, mug), notes = read(feed_files.SHOPIFY_CSV, currency="USD")
    assert prices(lamp) == {"price": 89, "price_high": 99}
    assert [item.url[-10:] for item in lamp.pictures] == ["kite-1.png", "kite-2.png", "kite-3.png"]
    assert lamp.pictures[0].description == "On a desk"
    assert lamp.text("description") == "A desk lamp of\nbent ash wood."
    assert lamp.facts[0].sources[0].place == "row 2: Title"
    assert mug.name == "Harbour Mug"
    assert notes == ["1 products that the shop does not show were passed over"]


def test_store_api() -> None:
    (lamp,), _ = read(feed_files.STORE_API)
    assert prices(lamp) == {"price": 89, "price_high": 129, "list_price": 99}
    assert (lamp.number("rating"), lamp.number("review_count")) == (Decimal("4.6"), 212)
    assert lamp.text("description").startswith("A desk lamp of bent ash wood")


def test_plain_csv_in_another_language_and_encoding() -> None:
    (lamp,), _ = read(feed_files.CSV)
    assert lamp.language == "de"
    assert prices(lamp) == {"price": 1089, "list_price": 1299}
    assert lamp.text("price") == "1.089\u00a0€"
    assert "Material: geölte Esche" in [fact.text for fact in lamp.features]
    assert len(lamp.pictures) == 2


def test_variations_are_passed_over_after_their_product() -> None:
    table = (
        "ID,Type,SKU,Name,Published,Regular price,Sale price,Images,Parent\n"
        '61,variable,mug,Harbour Mug,1,12.50,,"https://x.example/a.jpg, https://x.example/b.jpg",\n'
        "62,variation,mug-red,Harbour Mug - red,1,12.50,9.50,,mug\n"
        "63,variation,mug-blue,Harbour Mug - blue,1,12.50,,,id:61\n"
        "64,simple,lamp,Kite Lamp,0,89,,,\n"
    )
    (mug,), notes = read(table)
    assert (mug.name, len(mug.pictures)) == ("Harbour Mug", 2)
    assert [note.split(" were")[0] for note in notes] == [
        "2 variants of products already read",
        "1 products that the shop does not show",
    ]


def test_a_list_of_links() -> None:
    found, notes = read(feed_files.LINKS)
    assert [(one.url, one.facts) for one in found] == [
        ("https://shop.example/lamp", ()),
        ("https://shop.example/mug", ()),
    ]
    assert notes == ["row 3 was left out: it is no address"]


def test_relative_addresses_count_from_the_feed() -> None:
    table = "title,image,link\nLamp,/a.png,lamp\n"
    (lamp,), _ = read(table, url="https://shop.example/feeds/all.csv")
    assert (lamp.url, lamp.pictures[0].url) == ("https://shop.example/feeds/lamp", "https://shop.example/a.png")
    (bare,), _ = read(table)
    assert (bare.url, bare.pictures) == ("", ())
    assert "/a.png" in bare.warnings[0]


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "file:///etc/passwd", "data:image/png;base64,AAAA", "ftp://x/y"]
)
def test_only_addresses_of_the_web_are_kept(address: str) -> None:
    (lamp,), _ = read(f'title,image,link,video\nLamp,"{address}","{address}","{address}"\n')
    assert (lamp.url, lamp.media) == ("", ())


@pytest.mark.parametrize(
    ("text", "price", "currency"),
    [
        ("49.90 USD", "49.90", "USD"),
        ("USD 49.90", "49.90", "USD"),
        ("49,90 €", "49.90", "EUR"),
        ("1,299.00 GBP", "1299.00", "GBP"),
        ("1.299 EUR", "1299", "EUR"),
        ("1.250 KWD", "1.250", "KWD"),
        ("12000 JPY", "12000", "JPY"),
        ("$5", "5", "USD"),
        ("5", "5", ""),
        ("call us", None, ""),
        ("0.00 EUR", None, ""),
        ("-5 EUR", None, ""),
        ("5 XXX", None, ""),
    ],
)
def test_prices_as_feeds_write_them(text: str, price: str | None, currency: str) -> None:
    record = Record("row 2")
    record.put("title", "Lamp")
    record.put("price", text)
    product = make_product(record, Context())
    assert product.number("price") == (None if price is None else Decimal(price))
    assert product.currency == (currency if price else "")
    assert bool(product.warnings) == (price is None)


def test_the_limit_stops_reading() -> None:
    def rows() -> Iterator[bytes]:
        yield b"title,price\n"
        for number in range(400_000):
            yield b"Lamp %d,5.00 EUR\n" % number

    data = b"".join(rows())
    tracemalloc.start()
    assert len(read(data, limit=3)[0]) == 3
    assert tracemalloc.get_traced_memory()[1] < 2_000_000
    tracemalloc.stop()


def test_packed_feeds_are_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml.gz"
    path.write_bytes(gzip.compress(feed_files.MERCHANT.encode()))
    assert next(read_feed(path)).name == "Kite Desk Lamp"
    path.write_bytes(path.read_bytes()[:300])
    with pytest.raises(DocumentError, match="damaged"):
        list(read_feed(path))


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    "<rss><channel><item><title>&b;</title></item></channel></rss>"
)
OUTSIDE = '<!DOCTYPE rss SYSTEM "file:///etc/passwd"><rss><channel><item><title>x</title></item></channel></rss>'


@pytest.mark.parametrize("feed", [BOMB, OUTSIDE])
def test_a_dtd_is_refused(feed: str) -> None:
    with pytest.raises(DocumentError, match="DTD"):
        read(feed)


def test_a_nest_of_elements_is_refused() -> None:
    with pytest.raises(DocumentError, match="deep"):
        read("<rss>" + "<channel>" * 100_000)


def test_a_tag_without_an_end_is_refused() -> None:
    with pytest.raises(DocumentError, match="does not end"):
        read('<rss><channel a="' + "x" * 20_000_000)


def test_xml_that_breaks_off_keeps_what_was_whole() -> None:
    found, notes = read(feed_files.MERCHANT[: feed_files.MERCHANT.index("Harbour Mug, blue")])
    assert [one.name for one in found] == ["Kite Desk Lamp"]
    assert notes[-1].startswith("item 4 was left out: the XML breaks off there")


def test_bad_rows_of_a_table_are_named() -> None:
    table = "title,price\nLamp,5 EUR\n,5 EUR\nMug,5,EUR,and more\nPan,6 EUR\n" + "x" * 2_000_000 + "\nPot,7 EUR\n"
    found, notes = read(table)
    assert [one.name for one in found] == ["Lamp", "Pan", "Pot"]
    assert [note.split(" was")[0] for note in notes] == ["row 3", "row 4", "row 6"]


def test_a_lost_quote_costs_rows_and_not_the_feed() -> None:
    table = 'title,price\n"Lamp,5 EUR\n' + "Mug,5 EUR\n" * 14_000 + "Pan,6 EUR\n"
    found, notes = read(table)
    assert found[-1].name == "Pan"
    assert notes[0].startswith("row 2 was left out: it is no row")


def test_bad_items_of_json_are_named() -> None:
    items = ['{"title": "Lamp", "price": 5}', '{"title": Lamp}', "[1]", '{"price": 5}', '{"name": "Mug", "price": "6"}']
    deep = "[" * 100_000 + "]" * 100_000
    found, notes = read("[" + ",".join([*items[:1], *items[1:], deep]) + ',{"title": "Cut')
    assert [one.name for one in found] == ["Lamp", "Mug"]
    assert [note.split(" was")[0] for note in notes] == ["item 2", "item 3", "item 4", "item 6", "item 7"]


def test_strings_may_hold_brackets_quotes_and_escapes() -> None:
    name = 'A "lamp" of }brass{ and \\ and [wood] too'
    for filler in range(65_500, 65_560):  # the escape falls on the border between two pieces somewhere
        item = {"sku": "x" * filler, "title": name, "price": 5}
        (lamp,), _ = read(json.dumps([item]))
        assert lamp.name == name


def test_an_item_beyond_the_limit_is_left_out() -> None:
    found, notes = read(json.dumps([{"title": "Huge", "text": "x" * 5_000_000}, {"title": "Lamp", "price": 5}]))
    assert [one.name for one in found] == ["Lamp"]
    assert notes == ["item 1 was left out: it is too long"]


@pytest.mark.parametrize(
    "other",
    [
        b"",
        b"\0\0\0",
        b"<!doctype html><html><title>x</title></html>",
        b"just words, and more of them\n",
        b'{"facts": [], "url": "https://shop.example"}',
        b'"text"',
        b"\x89PNG\r\n\x1a\n",
    ],
)
def test_what_is_no_feed_is_said_at_once(other: bytes) -> None:
    assert not is_feed(other)
    with pytest.raises(DocumentError) as caught:
        read_feed(other)
    assert caught.value.hint


def test_a_product_document_is_no_feed() -> None:
    product = read(feed_files.MERCHANT)[0][0]
    assert not is_feed(product.dump().encode())


@pytest.mark.parametrize("filling", [" ", "\n", ",", ";", "|", "<li>", "<", "&", "1", "1.", "https://x ", '"', "a;\t"])
def test_a_cell_made_to_cost_time_does_not(filling: str) -> None:
    cell = (filling * 60_000)[:60_000].replace('"', '""')
    row = ",".join(f'"x{cell}"' for _ in range(6))
    begun = time.process_time()
    read(f"title,description,features,price,image,rating\n{row}\n")
    assert time.process_time() - begun < 3


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="cannot be read"):
        read_feed(tmp_path / "none.csv")


SEEDS = [
    feed_files.MERCHANT.encode(),
    feed_files.TSV.encode(),
    feed_files.SHOPIFY.encode(),
    feed_files.SHOPIFY_CSV.encode(),
    feed_files.STORE_API.encode(),
    feed_files.CSV,
]


@settings(max_examples=300, deadline=2000)
@given(st.sampled_from(SEEDS), st.data())
def test_broken_feeds_end_in_products_or_a_documented_error(seed: bytes, data: st.DataObject) -> None:
    feed = bytearray(seed)
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(feed)))
        junk = data.draw(
            st.sampled_from([b"", b'"', b"<", b"&", b"\0", b"{", b"]", b"\xff\xfe", b"\t", b"<![CDATA[", b"1e999"])
        )
        feed[at : at + data.draw(st.integers(0, 40))] = junk
    try:
        for product in read_feed(bytes(feed)):
            assert product.name or product.url
    except PitchreelError as error:
        assert error.hint


@pytest.mark.skipif(not SHARED.is_dir(), reason="the saved pages are not beside the project")
@pytest.mark.parametrize(
    ("name", "count"), [("shopify-localboxes-products", 17), ("woocommerce-storeapi-wcstoreapp", 10)]
)
def test_real_answers_are_read_whole(name: str, count: int) -> None:
    notes: list[str] = []
    found = list(read_feed(SHARED / f"{name}.json", note=notes.append))
    assert (len(found), notes) == (count, [])
    assert all(one.name and one.number("price") is not None for one in found)
