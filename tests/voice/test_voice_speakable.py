"""Text made speakable, and the map from shown words to spoken ones."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pitchreel.voice.speakable import shown_tokens, speakable

ENGLISH = {
    "Only $49.00, was $65.00.": "Only forty nine dollars, was sixty five dollars.",
    "From £29.50 or €17,90!": "From twenty nine pounds fifty or seventeen euros ninety!",
    "$0.99, $1.50 and $1,200.00": "ninety nine cents, one dollar fifty and one thousand two hundred dollars",
    "$20-$30": "twenty to thirty dollars",
    "a $10 voucher": "a ten dollar voucher",
    "210 g of beans, 1.5 kg": "two hundred ten grams of beans, one point five kilograms",
    "a 12 oz cup and 5-lb bags": "a twelve ounce cup and five pound bags",
    "12 oz organic canvas": "twelve ounce organic canvas",
    "50 × 50 cm": "fifty by fifty centimeters",
    "2 x 500 ml": "two times five hundred milliliters",
    "20–30% off": "twenty to thirty percent off",
    "10–15 minutes": "ten to fifteen minutes",
    "-25 % today": "minus twenty five percent today",
    "4.7 out of 5 from 1,286 reviews": "four point seven out of five from one thousand two hundred eighty six reviews",
    "4.7/5": "four point seven out of five",
    "e.g. the RTX 3070 & WH-1000XM5": "for example the R T X thirty seventy and W H one thousand X M five",
    "Charges in 5 min. with USB-C": "Charges in five minutes with U S B C",
    "Ready in 5 min. Order now": "Ready in five minutes. Order now",
    "Visit www.lumora.com/shop today.": "Visit lumora dot com today.",
    "9:30 p.m. on 12/24/2026.": "nine thirty p m on December twenty fourth twenty twenty six.",
    "Since 1998, on 22nd May 2026": "Since nineteen ninety eight, on twenty second of May twenty twenty six",
    "1st place": "first place",
    "24/7, 3-in-1, 12-pack": "twenty four seven, three in one, twelve pack",
    "16:9 at 60 Hz": "sixteen to nine at sixty hertz",
    "5,000 mAh, -5 °C": "five thousand milliamp hours, minus five degrees celsius",
    "10+ cups": "ten plus cups",
    "the '90s": "the nineties",
    "1/2 cup, 2½ hours": "one half cup, two and a half hours",
    "No. 1, #1": "number one, number one",
    "4K video, 5G, M2, 1080p": "four K video, five G, M two, ten eighty P",
    "3x faster — really": "three times faster, really",
    "NEW: LED lamps": "new: L E D lamps",
    "Dr. J. Smith": "doctor J Smith",
    "state-of-the-art": "state of the art",
    "😍 Love it! ☕️": "Love it!",
}
GERMAN = {
    "Nur 17,90 € statt 24,90 €.": "Nur siebzehn Euro neunzig statt vierundzwanzig Euro neunzig.",
    "€17,90, 1 €, 49,- €": "siebzehn Euro neunzig, ein Euro, neunundvierzig Euro",
    "ab 29,50 EUR inkl. MwSt.": "ab neunundzwanzig Euro fünfzig inklusive Mehrwertsteuer.",
    "z. B. 210 g, z.B. 1,5 kg": "zum Beispiel zweihundertzehn Gramm, zum Beispiel eins Komma fünf Kilogramm",
    "1 Stunde, 1 kg, 1 Tasse": "eine Stunde, ein Kilogramm, eine Tasse",
    "50 × 50 cm, 3x schneller": "fünfzig mal fünfzig Zentimeter, dreimal schneller",
    "4,7 von 5 bei 1.286": "vier Komma sieben von fünf bei eintausendzweihundertsechsundachtzig",
    "4.7/5": "vier Komma sieben von fünf",
    "20–30 °C, -25 %": "zwanzig bis dreißig Grad Celsius, minus fünfundzwanzig Prozent",
    "am 24.12.2026 um 18:30 Uhr": "am vierundzwanzigsten Dezember zweitausendsechsundzwanzig um achtzehn Uhr dreißig",
    "1. Platz, am 3. Mai": "erster Platz, am dritten Mai",
    "ca. 10–15 Min. Ladezeit": "circa zehn bis fünfzehn Minuten Ladezeit",
    "1/2 Tasse, 2½ Stunden": "eine halbe Tasse, zweieinhalb Stunden",
    "usw. Jetzt bestellen!": "und so weiter. Jetzt bestellen!",
    "über 1 Mio. Kunden": "über eine Million Kunden",
    "seit 1998": "seit neunzehnhundertachtundneunzig",
    "die 90er": "die neunziger",
    "Note 1. Danach": "Note eins. Danach",
    "GO! 😍": "go!",
}
OTHERS = {
    (
        "fr",
        "17,90 € au lieu de 1 286 €",
    ): "dix-sept euros quatre-vingt-dix au lieu de mille deux cent quatre-vingt-six euros",
    ("es", "20 % menos"): "veinte por ciento menos",
    ("pl", "49,99 zł, 5 kg"): "czterdzieści dziewięć złotych dziewięćdziesiąt dziewięć, pięć kilogramów",
    ("hi", "छूट। आज"): "छूट. आज",
}


def said(text: str, language: str) -> str:
    return " ".join(word.text + word.mark for word in speakable(text, language).words)


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_said_as_people_say_it(text: str) -> None:
    assert said(text, "en") == ENGLISH[text]


@pytest.mark.parametrize("text", GERMAN)
def test_german_is_said_as_people_say_it(text: str) -> None:
    assert said(text, "de") == GERMAN[text]


@pytest.mark.parametrize(("language", "text"), OTHERS)
def test_other_languages_take_numbers_units_and_money_from_their_tables(language: str, text: str) -> None:
    assert said(text, language) == OTHERS[language, text]


def owned(text: str, language: str, shown: str | None = None) -> dict[str, str]:
    result = speakable(text, language, shown)
    return {
        token: " ".join(word.text for word, owner in zip(result.words, result.owners, strict=True) if owner == index)
        for index, token in enumerate(result.tokens)
    }


def test_each_shown_word_owns_the_words_it_became() -> None:
    assert owned("Nur 17,90 € statt 50 × 60 cm!", "de") == {
        "Nur": "Nur",
        "17,90": "siebzehn",
        "€": "Euro neunzig",
        "statt": "statt",
        "50": "fünfzig",
        "×": "mal",
        "60": "sechzig",
        "cm!": "Zentimeter",
    }


def test_signs_and_emoji_own_nothing() -> None:
    assert owned("Fast — really 😍", "en") == {"Fast": "Fast", "—": "", "really": "really", "😍": ""}


def test_words_spoken_otherwise_than_shown_are_handed_to_the_shown_ones() -> None:
    assert owned("Say hello to the new Lumora lamp", "en", "Meet the new Lumora® Lamp") == {
        "Meet": "Say hello to",
        "the": "the",
        "new": "new",
        "Lumora®": "Lumora",
        "Lamp": "lamp",
    }


def test_words_spoken_and_not_shown_are_heard_with_the_word_before() -> None:
    assert owned("Order it today right now", "en", "Order today") == {"Order": "Order it", "today": "today right now"}


def test_scripts_without_spaces_are_shown_in_phrases() -> None:
    tokens = shown_tokens("今日はとても良い天気です。散歩に行きましょう。", "ja")
    assert len(tokens) > 3
    assert "".join(tokens) == "今日はとても良い天気です。散歩に行きましょう。"


def test_sentences_end_at_their_marks_and_not_at_abbreviations() -> None:
    result = speakable("Runs 5 min. a day, e.g. on Mondays. Really? Yes", "en")
    sentences = [" ".join(result.words[at].text for at in sentence) for sentence in result.sentences()]
    assert sentences == ["Runs five minutes a day for example on Mondays", "Really", "Yes"]


PIECES = st.sampled_from(
    [
        *" ".join([*ENGLISH, *GERMAN]).split(),
        "-",
        "/",
        "(",
        '"',
        "1.",
        "€",
        "$",
        "%",
        "ß",
        "１２",
        "²",
        "\u00a0",
        "’s",
        "𝟚",
    ]
)
LANGUAGES = st.sampled_from(["en", "de", "fr", "pl", "ar", "hi", "ja", "th", "zh", "xx"])


@given(st.lists(PIECES | st.text(max_size=8), max_size=9).map(" ".join), LANGUAGES)
@example("0²", "en")
def test_any_text_keeps_its_tokens_and_hands_out_every_word(text: str, language: str) -> None:
    result = speakable(text, language)
    assert "".join(result.tokens) == "".join(text.split())
    assert len(result.owners) == len(result.words)
    assert list(result.owners) == sorted(result.owners)
    assert all(0 <= owner < len(result.tokens) for owner in result.owners)
    assert all(word.text and not any(character.isspace() for character in word.text) for word in result.words)
    assert [at for sentence in result.sentences() for at in sentence] == list(range(len(result.words)))


@given(st.lists(PIECES, max_size=8).map(" ".join), st.lists(PIECES, max_size=8).map(" ".join))
def test_any_two_texts_can_be_laid_over_one_another(spoken: str, shown: str) -> None:
    result = speakable(spoken, "en", shown)
    assert result.tokens == tuple(shown.split())
    assert list(result.owners) == sorted(result.owners)
    assert len(result.owners) == (len(result.words) if result.tokens else 0)


@given(st.integers(0, 10**9), st.sampled_from(["en", "de"]))
def test_numbers_leave_no_digit_behind(value: int, language: str) -> None:
    grouped = f"{value:,}" if language == "en" else f"{value:,}".replace(",", ".")
    for text in (str(value), grouped, f"{value} g", f"{value}%", f"{grouped},5", f"{grouped}.25"):
        assert not any(character.isdigit() for character in said(text, language)), text
