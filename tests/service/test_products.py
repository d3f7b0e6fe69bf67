from __future__ import annotations

import base64
from collections.abc import Callable

import pytest

from pitchreel.documents import Product
from pitchreel.documents.product import Fact, Media
from pitchreel.script import check_claims, write_variants
from pitchreel.service import keys, products
from pitchreel.service.problems import InvalidRequest, NotFound
from pitchreel.service.products import UNLISTED, Facts, MediaGiven
from pitchreel.service.rows import ProductRow
from pitchreel.service.wares import document_of, shown_logo, shown_reviews
from pitchreel.storage import Database

PAGE = Product(
    url="https://shop.example/lamp",
    facts=(
        Fact(id="name", kind="name", text="Kite Lamp"),
        Fact(id="price", kind="price", text="$49.00", number="49.00"),  # type: ignore[arg-type]
        Fact(id="description", kind="description", text="The page's words."),
        Fact(id="feature-1", kind="feature", text="Folds flat"),
        Fact(id="review-1", kind="review", text="Lovely light."),
    ),
    media=(
        Media(id="picture-1", kind="picture", url="https://shop.example/one.png"),
        Media(id="logo", kind="picture", role="logo", url="https://shop.example/logo.png"),
    ),
)


def read(database: Database, key: int) -> ProductRow:
    ticket = products.read(database, key, PAGE.url, dialect="v1")
    assert ticket.product_id is not None
    with database.begin() as conn:
        products.remember(conn, database, ticket.product_id, PAGE)
    return products.known(database, ticket.product_id)


def test_a_product_is_one_under_all_of_its_ids(database: Database) -> None:
    key = keys.create(database, "one").id
    row = products.from_facts(database, key, Facts(name="Lamp"))
    undashed = row.link.replace("-", "")
    for ref in (row.id, str(row.id), row.wire_id, row.project, row.project.upper(), row.link, undashed, row.inner):
        assert products.find(database, key, ref) == row, ref
    assert base64.b64decode(row.wire_id + "==") == str(10_000_000 + row.id).encode()
    assert "=" not in row.wire_id


@pytest.mark.parametrize(
    "ref",
    ["", "0", "-1", "99999999999999999999", "x" * 500, "é", "MTI=", "NTQ0MTkzNjg", "ab" * 16, 0, -1, 2**70],
)
def test_no_other_id_finds_anything(database: Database, ref: str | int) -> None:
    key = keys.create(database, "one").id
    products.from_facts(database, key, Facts(name="Lamp"))
    with pytest.raises(NotFound):
        products.find(database, key, ref)


def test_another_keys_product_is_not_there(database: Database) -> None:
    mine, theirs = (keys.create(database, name).id for name in ("mine", "theirs"))
    row = products.from_facts(database, theirs, Facts(name="Lamp"))
    for ref in (row.id, row.wire_id, row.link, row.project):
        with pytest.raises(NotFound):
            products.find(database, mine, ref)
        with pytest.raises(NotFound):
            products.change(database, mine, ref, Facts(name="Mine now"))
    assert products.listed(database, mine) == []
    assert products.listed(database, mine, refs=[row.link]) == []


def test_a_page_that_was_not_read_is_not_listed(database: Database) -> None:
    key = keys.create(database, "one").id
    products.read(database, key, PAGE.url, dialect="v1")
    assert products.listed(database, key) == []
    row = read(database, key)
    assert [one.id for one in products.listed(database, key)] == [row.id]
    assert products.count(database, key) == 1


def test_a_product_is_found_by_what_is_said_of_it_a_listed_one_first(database: Database) -> None:
    key, other = (keys.create(database, name).id for name in ("one", "other"))
    words = Facts(name="Kite Lamp", description="It folds.")
    shadow = words.model_copy(update={"extra": UNLISTED})
    products.from_facts(database, other, words)
    assert products.described(database, key, "Kite Lamp", "It folds.") is None
    first = products.from_facts(database, key, shadow)
    assert products.described(database, key, " Kite Lamp ", "It folds.\n") == first
    link = products.from_facts(database, key, Facts(name=" Kite Lamp", description="It folds.\r\n"))
    products.from_facts(database, key, shadow)
    for number in range(101):
        products.from_facts(database, key, Facts(name=f"Lamp {number}"))
    assert products.described(database, key, "Kite Lamp", "It folds.") == link
    assert products.described(database, key, "Kite Lamp", "It flies.") is None


def test_what_was_read_shows_in_the_row_and_is_the_document(database: Database) -> None:
    row = read(database, keys.create(database, "one").id)
    assert (row.name, row.description) == ("Kite Lamp", "The page's words.")
    assert [item["url"] for item in row.media] == ["https://shop.example/one.png"]
    assert document_of(row) == PAGE


CHANGES: list[tuple[Facts, Callable[[Product], object], object]] = [
    (Facts(name="Hawk Lamp"), lambda product: (product.name, product.text("price")), ("Hawk Lamp", "$49.00")),
    (Facts(name="Hawk Lamp"), lambda product: [fact.text for fact in product.features], ["Folds flat"]),
    (Facts(description="Weighs 210 g."), lambda product: product.text("description"), "Weighs 210 g."),
    (
        Facts(media=(MediaGiven(type=2, url="https://shop.example/clip.mp4"),)),
        lambda product: [(item.kind, item.role, item.url) for item in product.media],
        [("clip", "gallery", "https://shop.example/clip.mp4"), ("picture", "logo", "https://shop.example/logo.png")],
    ),
    (
        Facts(logo_url="https://shop.example/new.png"),
        lambda product: product.logo and product.logo.url,
        "https://shop.example/new.png",
    ),
    (Facts(logo_url=""), lambda product: [item.id for item in product.media], ["picture-1"]),
    (
        Facts(logo_url="", media=(MediaGiven(url="https://shop.example/two.png"),)),
        lambda product: [item.url for item in product.media],
        ["https://shop.example/two.png"],
    ),
    (Facts(reviews=[]), lambda product: [fact.id for fact in product.all_of("review")], []),
]


@pytest.mark.parametrize("facts, look, expected", CHANGES)
def test_what_is_changed_by_hand_wins(
    database: Database, facts: Facts, look: Callable[[Product], object], expected: object
) -> None:
    key = keys.create(database, "one").id
    row = products.change(database, key, read(database, key).id, facts)
    assert look(document_of(row)) == expected
    with database.begin() as conn:
        products.remember(conn, database, row.id, PAGE)
    assert look(document_of(products.known(database, row.id))) == expected


def test_what_is_sent_back_as_it_was_got_changes_nothing(database: Database) -> None:
    key = keys.create(database, "one").id
    row = read(database, key)
    same = Facts(
        name=row.name,
        description=row.description,
        media=tuple(MediaGiven(url=item["url"]) for item in row.media),
        logo_url=shown_logo(row),
        reviews=shown_reviews(row),
    )
    again = products.change(database, key, row.id, same)
    assert document_of(again) == PAGE
    assert again.changed == []
    mixed = products.change(database, key, row.id, same.model_copy(update={"name": "Hawk Lamp"}))
    assert mixed.changed == ["name"]
    assert document_of(mixed).features == PAGE.features
    back = products.change(database, key, row.id, same)
    assert document_of(back).name == "Kite Lamp"


def test_words_about_a_picture_are_news(database: Database) -> None:
    key = keys.create(database, "one").id
    told = Facts(media=(MediaGiven(url="https://shop.example/one.png", description="folded"),))
    row = products.change(database, key, read(database, key).id, told)
    assert [item.description for item in document_of(row).media if item.role == "gallery"] == ["folded"]


REVIEWS: list[tuple[object, list[tuple[str, str | None]]]] = [
    ("It folds in a second.", [("It folds in a second.", None)]),
    ("Lovely.\n\n Bright enough. ", [("Lovely.", None), ("Bright enough.", None)]),
    (["Lovely.", " ", 7], [("Lovely.", None)]),
    (
        [{"text": "Lovely.", "rating": 5, "author": "Ida"}, {"content": "Dim.", "stars": "2/5"}],
        [("Lovely.", "5"), ("Dim.", "2")],
    ),
    ([{"review": "Out of another scale.", "rating": 93}, {"title": "No words"}, None], []),
    ({"comment": "Lovely.", "score": "4,5"}, [("Lovely.", "4.5")]),
]


@pytest.mark.parametrize("given, expected", REVIEWS)
@pytest.mark.parametrize("page", [True, False])
def test_reviews_that_the_caller_tells_are_the_products(
    database: Database, page: bool, given: object, expected: list[tuple[str, str | None]]
) -> None:
    key = keys.create(database, "one").id
    row = read(database, key) if page else products.from_facts(database, key, Facts(name="Kite Lamp"))
    product = document_of(products.change(database, key, row.id, Facts(reviews=given)))
    found = product.all_of("review")
    assert [(fact.text, None if fact.number is None else str(fact.number)) for fact in found] == expected
    assert len({fact.id for fact in product.facts}) == len(product.facts)


def test_a_film_quotes_a_review_that_its_seller_chose(database: Database) -> None:
    key = keys.create(database, "one").id
    facts = Facts(
        name="Kite Lamp",
        description="A lamp that folds flat for travel. It charges by USB-C in two hours.",
        reviews="It folds in a second.",
    )
    product = document_of(products.from_facts(database, key, facts))
    scripts = write_variants(product, n=6, length=30)
    assert any("It folds in a second" in line.shown for script in scripts for line in script.lines)
    assert all(not check_claims(script, product) for script in scripts)


def test_a_product_given_by_hand_is_a_document(database: Database) -> None:
    key = keys.create(database, "one").id
    facts = Facts(
        name="Kite Lamp",
        description="It folds flat for travel. It charges by USB-C in two hours.",
        media=(MediaGiven(url="https://shop.example/one.png"), MediaGiven(url="  ")),
    )
    product = document_of(products.from_facts(database, key, facts))
    assert product.name == "Kite Lamp"
    assert {source.method for fact in product.facts for source in fact.sources} == {"given"}
    assert [item.url for item in product.media] == ["https://shop.example/one.png"]


def test_a_product_without_name_and_address_is_none(database: Database) -> None:
    key = keys.create(database, "one").id
    with pytest.raises(InvalidRequest):
        products.from_facts(database, key, Facts(description="words"))
    row = products.from_facts(database, key, Facts(url="https://shop.example/lamp"))
    with pytest.raises(InvalidRequest):
        document_of(row)
