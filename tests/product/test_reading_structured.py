"""JSON-LD script by script and tolerant, microdata, RDFa; candidates weighed; sources and disagreements kept."""

from __future__ import annotations

from decimal import Decimal

import pytest
from pages import html, kettle, ld, read

from pitchreel.product.reading.page import Page
from pitchreel.product.reading.structured import json_ld, load_json, microdata, rdfa


def test_one_broken_script_loses_nothing_but_itself() -> None:
    product = read(head=ld('{"@type":"WebSite","name":') + ld("") + ld(kettle(brand="Tarn")))
    assert product.text("brand") == "Tarn"


@pytest.mark.parametrize(
    "written",
    [
        '//<![CDATA[\n{"@type":"Product","name":"Tin Kettle"}\n//]]>',
        '<!-- {"@type":"Product","name":"Tin Kettle"} -->',
        '{"@type":"Product","name":"Tin Kettle",}',
        '{"@type":"Product","name":"Tin Kettle"};',
        '{"@type":"Product","name":"Tin\n Kettle"}',
        "{&quot;@type&quot;:&quot;Product&quot;,&quot;name&quot;:&quot;Tin Kettle&quot;}",
        '{"@type":"Product","name":"Tin Kettle"} {"@type":"Thing"}',
        '{"@type":"Product",name:"Tin Kettle"}',
    ],
)
def test_scripts_are_read_as_pages_write_them(written: str) -> None:
    found = json_ld(Page(html("", ld(written)), "https://x.example/"))
    assert [" ".join(one.node["name"].split()) for one in found if one.node["@type"] == "Product"] == ["Tin Kettle"]


@pytest.mark.parametrize("text", ["", "   ", "null", "[" * 100_000, '{"a":' * 50_000, "no json at all", "{"])
def test_hopeless_scripts_are_nothing(text: str) -> None:
    assert not isinstance(load_json(text), dict) or load_json(text) == {}


def test_the_node_of_the_page_is_chosen_and_not_a_related_one() -> None:
    related = {"@type": "Product", "name": "Copper Pan", "offers": {"price": "99", "priceCurrency": "GBP"}}
    product = read(head=ld({"@graph": [related, kettle(isRelatedTo=related)]}))
    assert product.name == "Tin Kettle"
    assert product.number("price") == 39


def test_escaped_markup_in_a_description_becomes_words() -> None:
    text = "&amp;lt;p&amp;gt;Boils &amp;amp; pours a whole litre in four minutes flat.&amp;lt;/p&amp;gt;"
    assert (
        read(head=ld(kettle(description=text))).text("description")
        == "Boils & pours a whole litre in four minutes flat."
    )


def test_microdata_with_nested_scopes() -> None:
    body = """<div itemscope itemtype="https://schema.org/Product"><h1 itemprop="name">Tin Kettle</h1>
    <div itemprop="brand" itemscope itemtype="https://schema.org/Brand"><meta itemprop="name" content="Tarn"></div>
    <div itemprop="offers" itemscope itemtype="https://schema.org/Offer">
        <span itemprop="price" content="36,00 EUR">36,00</span></div>
    <div itemprop="isRelatedTo" itemscope itemtype="https://schema.org/Product"><b itemprop="name">Pan</b></div>
        </div>"""
    product = read(body)
    assert (product.name, product.text("brand")) == ("Tin Kettle", "Tarn")
    assert (product.number("price"), product.currency) == (36, "EUR")
    assert [one.aside for one in microdata(Page(html(body), "https://x.example/"))] == ["", "", "", "isrelatedto"]


def test_rdfa() -> None:
    body = """<div vocab="https://schema.org/" typeof="Product"><h1 property="name">Tin Kettle</h1>
    <div property="offers" typeof="Offer"><meta property="price" content="12.50">
        <meta property="priceCurrency" content="USD"></div></div>"""
    assert len(rdfa(Page(html(body), "https://x.example/"))) == 2
    product = read(body)
    assert (product.number("price"), product.currency) == (Decimal("12.50"), "USD")


def test_every_fact_says_where_it_stood_in_the_page_s_own_words() -> None:
    product = read("<h1>Tin Kettle</h1><p class=price>£39.00</p>", ld(kettle(brand="Tarn")))
    for fact in product.facts:
        assert fact.sources, fact.id
        for source in fact.sources:
            assert source.method in {"json-ld", "microdata", "rdfa", "opengraph", "meta", "state", "dom", "prose"}
            assert len(source.quote) <= 500
    price = product.fact("price")
    assert price is not None and {source.method for source in price.sources} == {"json-ld", "dom"}


def test_disagreements_are_kept() -> None:
    product = read(head=ld(kettle(brand="Tarn")) + '<meta property="product:brand" content="Harbour">')
    assert product.text("brand") == "Tarn"
    kept = next(one for one in product.disagreements if one.kind == "brand")
    assert (kept.chosen, kept.others[0].text) == ("Tarn", "Harbour")
    assert kept.others[0].sources[0].place == "product:brand"


@pytest.mark.parametrize(
    ("rating", "expected"),
    [
        ({"ratingValue": "4.6", "reviewCount": "12"}, "4.6"),
        ({"ratingValue": 9.2, "bestRating": 10, "ratingCount": 12}, "4.6"),
        ({"ratingValue": "9,2", "reviewCount": 12}, "4.6"),
        ({"ratingValue": "92", "bestRating": "100", "reviewCount": 12}, "4.6"),
    ],
)
def test_ratings_on_other_scales(rating: dict[str, object], expected: str) -> None:
    product = read(head=ld(kettle(aggregateRating=rating)))
    assert product.number("rating") == Decimal(expected)
    assert product.number("review_count") == 12


def test_a_rating_of_nothing_is_none() -> None:
    product = read(head=ld(kettle(aggregateRating={"ratingValue": "0", "reviewCount": "0"})))
    assert product.number("rating") is None and product.number("review_count") is None


def test_a_slogan_in_the_title_of_the_metas_is_not_the_name() -> None:
    head = (
        ld(kettle())
        + '<meta property="og:title" content="Harbour Goods: everything for the sea">'
        + '<meta property="og:site_name" content="Harbour Goods">'
    )
    assert read(head=head).name == "Tin Kettle"


def test_a_name_loses_the_shop_around_it() -> None:
    head = '<meta property="og:site_name" content="Harbour Goods"><meta property="product:price:amount" content="9">'
    assert read("<p>Boils.</p>", head, title="Harbour Goods | Tin Kettle – 1 l").name == "Tin Kettle – 1 l"
