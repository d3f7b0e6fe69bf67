"""Features, services, descriptions, brands and language."""

from __future__ import annotations

import pytest
from pages import html, kettle, ld, read

from pitchreel.product.reading.language import spoken_language
from pitchreel.product.reading.page import Page
from pitchreel.product.reading.text import sentences, strip_markup, tidy


def features(body: str, head: str = "") -> list[str]:
    return [feature.text for feature in read(body, head).features]


def test_bullets_without_boilerplate() -> None:
    body = """<h1>Tin Kettle</h1><ul class="features"><li>• Boils a litre in four minutes</li>
        <li>Handle of turned beech stays cool</li>
    <li>Add to wishlist</li><li>Only £39 today</li><li>Weighs 640 g</li></ul>
    <ul class="nav"><li><a href=/a>All kettles and pans here</a></li><li><a href=/b>All the cups we have</a></li></ul>
    <footer><ul><li>We use cookies on this site</li><li>Our terms of service apply</li></ul></footer>"""
    assert features(body) == ["Boils a litre in four minutes", "Handle of turned beech stays cool", "Weighs 640 g"]


def test_specification_tables_follow() -> None:
    body = """<h1>Tin Kettle</h1><table><tr><th>Volume:</th><td>1.2 l</td></tr><tr><th>Material</th>
        <td>Tin and beech</td></tr></table>
    <dl><dt>Origin</dt><dd>Made in Wales</dd></dl>"""
    assert features(body) == ["Volume: 1.2 l", "Material: Tin and beech", "Origin: Made in Wales"]


def test_prose_becomes_feature_sentences() -> None:
    body = """<h1>Kissenbezug</h1><p>Handbedruckter Leinenbezug mit verdecktem Reißverschluss. Bei 40 °C waschbar.</p>
    <p>Maße: 50 × 50 cm. Hergestellt in Portugal. Versandkostenfrei ab 50 €.</p>"""
    product = read(body, lang="de")
    assert [feature.text for feature in product.features] == [
        "Handbedruckter Leinenbezug mit verdecktem Reißverschluss.",
        "Bei 40 °C waschbar.",
        "Maße: 50 × 50 cm.",
        "Hergestellt in Portugal.",
    ]


def test_services_are_facts_of_their_own() -> None:
    body = """<h1>Tin Kettle</h1><p>A kettle that boils a litre in four minutes flat.</p>
    <div class="delivery">Delivered within 2 days. Free returns for 60 days.</div><ul>
        <li>10-year guarantee on the handle</li><li>Pick your delivery day</li></ul>"""
    product = read(body)
    assert [fact.text for fact in product.all_of("shipping")] == ["Delivered within 2 days."]
    assert {fact.text for fact in product.all_of("guarantee")} == {
        "Free returns for 60 days.",
        "10-year guarantee on the handle",
    }
    assert "Pick your delivery day" in [feature.text for feature in product.features]


def test_features_stay_within_what_a_caption_can_take() -> None:
    long = "It boils quickly and quietly on every kind of stove there is. " * 12
    body = (
        "<h1>Tin Kettle</h1><ul class=features>"
        + "".join(f"<li>Trait number {number}: {long}</li>" for number in range(30))
        + "</ul>"
    )
    found = features(body)
    assert 0 < len(found) <= 20
    assert max(map(len, found)) <= 300


def test_reviews_are_the_quoted_words() -> None:
    review = {"@type": "Review", "reviewBody": "Boils before I have found my cup.", "reviewRating": {"ratingValue": 5}}
    assert read(head=ld(kettle(review=[review]))).text("review") == "Boils before I have found my cup."


def test_a_short_description_leads_a_long_one() -> None:
    long = "The kettle is spun from one sheet of tin and polished by hand until its walls are even. " * 3
    head = (
        ld(kettle(description=long))
        + '<meta name="description" content="A tin kettle for two, with a whistle in the key of C.">'
    )
    assert (
        read(head=head).text("description").splitlines()[0] == "A tin kettle for two, with a whistle in the key of C."
    )


def test_a_shop_s_slogan_is_not_a_description() -> None:
    head = (
        ld(kettle())
        + '<meta name="description" content="Great deals every day. Free shipping on everything at Harbour!">'
    )
    assert read(head=head).text("description").startswith("A kettle of brushed tin")


@pytest.mark.parametrize(
    ("given", "brand"),
    [
        ("Visit the Tarn & Son Store", "Tarn & Son"),
        ("Brand: Tarn", "Tarn"),
        ("by Ada Tarn (Author) Format: Kindle Edition", "Ada Tarn"),
        ("Besuche den Tarn-Store", "Tarn"),
    ],
)
def test_brands_without_the_words_around_them(given: str, brand: str) -> None:
    body = f"""<span id="productTitle">Tin Kettle</span><a id="bylineInfo">{given}</a>
    <div id="price_inside_buybox">$39.00</div>"""
    assert read(body, url="https://www.amazon.com/dp/B0001").text("brand") == brand


def test_the_text_counts_more_than_the_attribute() -> None:
    dutch = """<p>Deze ketel van tin kookt een liter water in vier minuten en het handvat wordt niet heet.
    Je kunt hem ook op inductie gebruiken.</p>"""
    assert read(f"<h1>Tinnen ketel</h1>{dutch}", lang="en").language == "nl"


def test_a_few_words_do_not_overrule_the_attribute() -> None:
    body = "<h1>Model S P100D 2018</h1><p>28,604 kms, s. VIN 5YJSA7E49JF269238 s. s. o.</p>"
    assert read(body, lang="en-GB").language == "en-GB"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Der Kessel ist aus Zinn und mit einem Griff aus Buche, der nicht heiß wird.", "de"),
        ("La bouilloire est en étain et la poignée ne chauffe pas avec le temps.", "fr"),
        ("ティンケトルは四分でお湯が沸きます", "ja"),
        ("Чайник из олова закипает за четыре минуты", "ru"),
        ("주석 주전자는 4분 만에 끓습니다", "ko"),
    ],
)
def test_languages_by_their_words(text: str, language: str) -> None:
    assert spoken_language(text)[0] == language


def test_sentences_do_not_end_at_abbreviations() -> None:
    assert sentences("Ca. 2,5 l Inhalt, z. B. für Tee. Im 3. Gang leise. Hält warm.") == [
        "Ca. 2,5 l Inhalt, z. B. für Tee.",
        "Im 3. Gang leise.",
        "Hält warm.",
    ]


def test_words_are_tidied() -> None:
    assert tidy("  Tin\u00a0\u200b Kettle ,\x00 1\u00ad l ") == "Tin Kettle, 1 l"
    assert strip_markup("&lt;p&gt;One&lt;/p&gt;&lt;li&gt;Two &amp;amp; three") == "One\nTwo & three"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("<meta charset=iso-8859-1><title>Töpfe</title>".encode("latin-1"), "Töpfe"),
        ("<meta charset=iso-8859-1><title>Töpfe</title>".encode(), "Töpfe"),
        ("<title>Töpfe</title>".encode("utf-16"), "Töpfe"),
        ("<title>Töpfe</title>".encode("utf-16-le"), "Töpfe"),
        ("<meta charset=euc-jp><title>急須と湯呑み</title>".encode("euc-jp"), "急須と湯呑み"),
        ("<meta charset=gb2312><title>茶壶和茶杯</title>".encode("gb18030"), "茶壶和茶杯"),
        ("<meta charset=nonsense><title>Töpfe</title>".encode("cp1252"), "Töpfe"),
        (b"<title>T\x00in</title>", "Tin"),
    ],
)
def test_encodings_by_what_the_bytes_are(raw: bytes, expected: str) -> None:
    assert Page(raw, "https://x.example/").title == expected


def test_relative_addresses_follow_the_base() -> None:
    page = Page(html("", '<base href="https://cdn.example/a/">'), "https://x.example/p")
    assert page.absolute("b.jpg") == "https://cdn.example/a/b.jpg"
    assert (
        page.absolute("data:image/png;base64,AAAA") == ""
        and page.absolute("javascript:x") == ""
        and page.absolute("http://[bad") == ""
    )


def test_abbreviations_with_numbers_are_no_prices() -> None:
    body = """<h1>Tin Kettle</h1><ul class=features><li>Charges by USB 3 in an hour</li>
    <li>Printed on 300 GSM card</li></ul>"""
    assert features(body) == ["Charges by USB 3 in an hour", "Printed on 300 GSM card"]


def test_bullet_signs_go_and_signs_that_count_stay() -> None:
    body = """<h1>Tin Kettle</h1><ul class=features><li>▲ *Made to order in four days</li>
    <li>~2,000 g when it is full</li>
    <li>【Quick】 Boils a litre in four minutes</li><li>✅ Handle of beech stays cool</li></ul>"""
    assert features(body) == [
        "Made to order in four days",
        "~2,000 g when it is full",
        "Quick: Boils a litre in four minutes",
        "Handle of beech stays cool",
    ]


def test_a_shop_s_own_list_is_not_a_list_of_features() -> None:
    body = """<h1>Tin Kettle</h1><div class="content"><ul><li>Accidental damage coverage for everyone</li>
    <li>No deductibles or hidden charges at all</li></ul></div><ul class="bullets"><li>Brushed tin that boils fast</li>
    <li>Keeps its handle cool on any stove</li><li>A litre in four minutes</li></ul>"""
    assert features(body, ld(kettle())) == [
        "Brushed tin that boils fast",
        "Keeps its handle cool on any stove",
        "A litre in four minutes",
    ]
