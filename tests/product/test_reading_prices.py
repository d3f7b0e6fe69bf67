"""Money in words, and which amount is the price: sale and list, net and gross, ranges, split figures, prose."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages import kettle, ld, read

from pitchreel.product.reading.money import currency_code, find_money, join_split, read_exact, read_number, write_money


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("$1,299.00", "1299.00", "USD"),
        ("1.299,00 €", "1299.00", "EUR"),
        ("€17,90", "17.90", "EUR"),
        ("CHF 1'299.–", "1299", "CHF"),
        ("1 299 kr", "1299", "SEK"),
        ("129,- kr.", "129", "DKK"),
        ("₹1,23,456.00", "123456.00", "INR"),
        ("R$ 1.234,56", "1234.56", "BRL"),
        ("US$ 36.97+", "36.97", "USD"),
        ("49 zł", "49", "PLN"),
        ("GBP 0.99", "0.99", "GBP"),
        ("24.900.000 €", "24900000", "EUR"),
    ],
)
def test_amounts_as_people_write_them(text: str, amount: str, currency: str) -> None:
    (money,) = find_money(text)
    assert (money.amount, currency_code(money.sign)) == (Decimal(amount), currency)


@pytest.mark.parametrize("text", ["12 oz", "50 % off", "model 4000", "", "2.5 GHz", "call 0800 123"])
def test_what_is_no_amount(text: str) -> None:
    assert find_money(text) == []


def test_signs_of_several_currencies_follow_the_place() -> None:
    assert currency_code("$", ("ca",)) == "CAD"
    assert currency_code("kr", ("com", "dk", "da")) == "DKK"
    assert currency_code("¥", ("com", "zh")) == "CNY"


@given(
    st.decimals(min_value="0.01", max_value=9_999_999, places=2),
    st.sampled_from(["USD", "EUR", "GBP", "PLN", "CHF", "SEK", "INR"]),
    st.sampled_from(["en", "de", "fr", "pl", "sv"]),
)
def test_an_amount_written_is_read_again(amount: Decimal, currency: str, language: str) -> None:
    (money,) = find_money(write_money(amount, currency, language))
    assert money.amount == amount


@given(st.text(max_size=300))
def test_no_text_breaks_the_readers_of_numbers(text: str) -> None:
    for number in (read_number(text), read_exact(text), *(money.amount for money in find_money(text))):
        assert number is None or number >= 0


def test_amounts_set_in_several_elements_are_made_whole() -> None:
    assert join_split("$ 15. 99") == "$ 15.99"
    assert join_split("$ 9 99", cents=True) == "$ 9.99"
    assert read("<h1>Tin Kettle</h1><div class='price'><span>$</span><span>9</span><sup>99</sup></div>").number(
        "price"
    ) == Decimal("9.99")


def test_the_sale_price_of_the_page_beats_the_list_price_of_the_data() -> None:
    body = "<h1>Tin Kettle</h1><p class=price><del>£150.00</del> <ins>£120.00</ins></p>"
    product = read(body, ld(kettle(offers={"price": 150, "priceCurrency": "GBP"})))
    assert (product.number("price"), product.number("list_price")) == (120, 150)


@pytest.mark.parametrize(
    ("spec", "price", "before"),
    [
        (
            {
                "price": "49",
                "priceCurrency": "USD",
                "priceSpecification": {"priceType": "https://schema.org/ListPrice", "price": "65"},
            },
            49,
            65,
        ),
        (
            {
                "priceCurrency": "USD",
                "priceSpecification": [{"price": "49"}, {"priceType": "StrikethroughPrice", "price": "65"}],
            },
            49,
            65,
        ),
        ({"price": "398,00", "priceCurrency": "EUR"}, 398, None),
    ],
)
def test_price_specifications(spec: dict[str, object], price: int, before: int | None) -> None:
    product = read(head=ld(kettle(offers=spec)))
    assert (product.number("price"), product.number("list_price")) == (price, before)


def test_a_range_has_a_low_and_a_high_end() -> None:
    product = read(
        head=ld(kettle(offers={"@type": "AggregateOffer", "lowPrice": 20, "highPrice": 35, "priceCurrency": "EUR"}))
    )
    assert (product.number("price"), product.number("price_high")) == (20, 35)


def test_of_offers_that_differ_the_page_says_which() -> None:
    offers = [{"price": 29.9, "priceCurrency": "EUR"}, {"price": 39.8, "priceCurrency": "EUR"}]
    product = read("<h1>Tin Kettle</h1><p class=price>39,80 €</p>", ld(kettle(offers=offers)))
    assert product.number("price") == Decimal("39.8")


def test_a_used_copy_is_not_the_price() -> None:
    offers = [
        {"price": 9, "priceCurrency": "EUR", "itemCondition": "https://schema.org/UsedCondition"},
        {"price": 39, "priceCurrency": "EUR", "itemCondition": "https://schema.org/NewCondition"},
    ]
    assert read(head=ld(kettle(offers=offers))).number("price") == 39


@pytest.mark.parametrize(
    "noise",
    [
        "<p class='shipping-price'>Delivery £4.99</p>",
        "<p class='unit-price'>£3.90 / 100 ml</p>",
        "<p class='price-saving'>You save £20.00</p>",
        "<p class='price'>£5.00 off your first order</p>",
        "<section class='related-products'><span class='price'>£7.00</span></section>",
        "<footer><span class='price'>£1.00</span></footer>",
    ],
)
def test_other_amounts_are_not_the_price(noise: str) -> None:
    product = read(f"<h1>Tin Kettle</h1>{noise}<p class='price'>£39.00</p>")
    assert product.number("price") == 39


@pytest.mark.parametrize(
    ("prose", "price", "before", "high"),
    [
        ("Statt 39,90 € jetzt nur 29,90 € inkl. MwSt.", "29.90", "39.90", None),
        ("Was £50, now £40.", "40", "50", None),
        ("Any amount from £10 to £200.", "10", None, "200"),
        ("Free delivery over £40. Yours for £25.", "25", None, None),
    ],
)
def test_prices_in_prose(prose: str, price: str, before: str | None, high: str | None) -> None:
    product = read(f"<h1>Tin Kettle</h1><p>{prose}</p>")
    found = [product.number("price"), product.number("list_price"), product.number("price_high")]
    assert found == [None if value is None else Decimal(value) for value in (price, before, high)]


def test_without_a_price_none_is_made_up() -> None:
    product = read("<h1>Tin Kettle</h1><p>Boils a litre in 4 minutes at 2200 W. Free delivery over £40.</p>")
    assert product.number("price") is None and product.currency == ""


def test_a_price_that_only_the_description_names() -> None:
    head = """<meta name="description" content="Tin Kettle, 1 l, für 39,00€ bei Harbour.">
    <meta property="og:type" content="product">"""
    assert read("<p>x</p>", head).number("price") == 39


def test_nothing_to_pay_is_said_in_words() -> None:
    assert (write_money(Decimal(0), "", "en"), write_money(Decimal(0), "EUR", "de")) == ("free", "kostenlos")
