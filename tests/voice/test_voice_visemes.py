"""Sounds to mouth shapes."""

from __future__ import annotations

import pytest

from pitchreel.voice.engines.base import Job, SpokenWord
from pitchreel.voice.engines.espeak import Espeak
from pitchreel.voice.visemes import arpabet_to_ipa, ipa_to_arpabet, phonemes, split_symbol

PHONES = "aa ae ah ao aw ax ay b ch d dh dx eh er ey f g hh ih iy jh k l m n ng ow oy p r s sh t th uh uw v w y z zh"
LETTERS = {
    "ar": "مرحبا بالعالم الطقس جميل اليوم",
    "bg": "здравей свят щастие жълт",
    "bn": "ওহে বিশ্ব আজ আবহাওয়া ভালো",
    "el": "γεια σου κόσμε χθες ψωμί",
    "fa": "سلام دنیا امروز هوا خوب است",
    "gu": "નમસ્તે દુનિયા આજે હવામાન",
    "he": "שלום עולם היום יפה",
    "hi": "नमस्ते दुनिया आज मौसम अच्छा है",
    "ja": "こんにちは せかい きょう",
    "ka": "გამარჯობა მსოფლიო დღეს",
    "kn": "ನಮಸ್ಕಾರ ಜಗತ್ತು ಇಂದು",
    "ko": "안녕하세요 세계 오늘 날씨",
    "mk": "здраво свету денес ѓакон",
    "ml": "നമസ്കാരം ലോകം ഇന്ന്",
    "mr": "नमस्कार जग आज हवामान",
    "ne": "नमस्ते संसार आज मौसम",
    "pa": "ਸਤ ਸ੍ਰੀ ਅਕਾਲ ਦੁਨੀਆ ਅੱਜ",
    "ru": "привет мир сегодня щука",
    "sr": "здраво свете данас ћуприја",
    "ta": "வணக்கம் உலகம் இன்று",
    "te": "నమస్కారం ప్రపంచం ఈ రోజు",
    "th": "สวัสดี ชาวโลก วันนี้",
    "uk": "привіт світе сьогодні їжак",
    "ur": "ہیلو دنیا آج موسم اچھا ہے",
    "zh": "你好 世界 今天 天气",
}
LATIN = "pitch quadro jazz vyx chouette über señor naïve żółty þú gå mañana thing church rhythm beau noir"


def test_every_sound_of_every_language_of_the_catalogue_has_a_mouth() -> None:
    from pitchreel.voice import voices

    unmapped: dict[str, set[str]] = {}
    heard = set()
    for voice in voices():
        if voice.engine != "espeak" or voice.gender != "female":
            continue
        words = tuple(SpokenWord(word) for word in LETTERS.get(voice.language, LATIN).split())
        (utterance,) = Espeak().speak(Job(voice.voice, (words,), (1.0,)), seconds=20)
        for phone in utterance.phones:
            try:
                heard |= {shape for _, shape in split_symbol(phone.symbol)}
            except KeyError:
                unmapped.setdefault(voice.language, set()).add(phone.symbol)
    assert unmapped == {}
    assert len(heard) == 14


@pytest.mark.parametrize("phone", PHONES.split())
def test_every_english_phone_has_a_mouth(phone: str) -> None:
    symbol = arpabet_to_ipa(phone)
    assert symbol is not None
    assert split_symbol(symbol)


def test_silence_has_no_symbol_and_nonsense_is_refused() -> None:
    assert arpabet_to_ipa("pau") is None
    with pytest.raises(KeyError):
        arpabet_to_ipa("qq")


@pytest.mark.parametrize(
    ("symbol", "shapes"),
    [("p", ["PP"]), ("v", ["FF"]), ("tʃ", ["CH"]), ("aɪ", ["aa", "ih"]), ("t͡ʃ", ["CH"]), ("uː", ["ou"]), ("ɑ̃", ["aa"])],
)
def test_lips_close_and_diphthongs_move(symbol: str, shapes: list[str]) -> None:
    assert [shape for _, shape in split_symbol(symbol)] == shapes


def test_a_diphthong_shares_its_time_and_leaves_no_gap() -> None:
    first, second = phonemes("aʊ", 1000, 2000, 2)
    assert (first.start, first.end, second.end) == (1000, second.start, 2000)
    assert first.end - first.start > second.end - second.start
    assert first.stress == second.stress == 2


def test_an_unknown_sound_still_moves_the_mouth() -> None:
    (only,) = phonemes("♪", 0, 100, 0)
    assert (only.symbol, only.viseme) == ("♪", "E")


def test_pronunciations_for_the_aligner() -> None:
    assert ipa_to_arpabet("luːmˈoːɹə").split() == ["L", "UW", "M", "AO", "R", "AH"]
