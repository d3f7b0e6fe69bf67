"""The language of a page, by evidence: what its words are made of counts more than what an attribute claims."""

from __future__ import annotations

import re

from pitchreel.product.reading.page import Page, attribute
from pitchreel.product.reading.text import table

_WORDS = {
    "en": (
        "the and of to in is for with you your on are this that it from be or by at as our can will not have all more"
    ),
    "de": (
        "der die das und ist mit für von den dem ein eine einen im zu auf nicht sich auch bei oder wird sie"
        " ihr wir aus sind durch zum zur"
    ),
    "fr": (
        "le la les des et est pour avec dans une du en sur vous votre au aux ce cette qui que par plus nous"
        " ne pas sont ou"
    ),
    "es": "el la los las de y es para con en una un por que del su al se como más no lo sus este esta nuestro",
    "it": "il lo la gli le di e è per con una un del della che in non sono dei nel da alla al si questo più i",
    "nl": "de het een en van is voor met op te dat niet zijn in je wordt ook bij aan uit door of deze naar om uw jouw",
    "pt": "o a os as de e é para com em uma um do da no na que não por seu sua mais ao dos das você ou",
    "pl": "i w na z do nie jest się to oraz od dla przez który po jak są być lub ze za",
    "sv": "och att det är en ett för med på som av inte den till du har från kan eller om din vi",
    "da": "og at det er en et til for med på som af ikke den du har fra kan eller om din vi de",
    "nb": "og det er en et til for med på som av ikke den du har fra kan eller om din vi å",
    "fi": "ja on ei se että tai kun myös ovat sekä joka mutta voit niin sen tämä",
    "cs": "a je na v se pro s z do že nebo k od jsou jako by i o po není",
    "tr": "ve bir bu için ile de da olarak çok daha en olan her gibi ne sonra kadar",
    "hu": "a az és egy hogy nem is van ez meg vagy csak de ha mint el",
    "ro": "și de la în cu pentru o un este din pe care nu sunt mai sau al prin",
    "sk": "a je na v sa pre s z do že alebo k od sú ako aj po nie pri",
    "sl": "in je na v se za z do da ali k od so kot tudi po ni pri",
    "hr": "i je na u se za s iz do da ili od su kao po ne pri koji",
    "et": "ja on ei see et kui ka või oma ning mis siis kuid",
    "lv": "un ir no ar uz par kas nav vai arī pie pēc",
    "lt": "ir yra iš su už kad ne ar taip pat prie po kuris",
    "ca": "el la els les de i és per amb en una un que del al més no amb seva",
    "vi": "và của là có cho với không được trong một các này khi",
    "id": "dan yang di untuk dengan ini dari pada adalah tidak atau ke dalam anda akan",
}
_OF_WORD: dict[str, list[str]] = {}
for _language, _list in _WORDS.items():
    for _word in _list.split():
        _OF_WORD.setdefault(_word, []).append(_language)

_SCRIPTS = (
    ("ja", 0x3040, 0x30FF),
    ("ko", 0xAC00, 0xD7AF),
    ("zh", 0x4E00, 0x9FFF),
    ("ru", 0x0400, 0x04FF),
    ("ar", 0x0600, 0x06FF),
    ("he", 0x0590, 0x05FF),
    ("el", 0x0370, 0x03FF),
    ("th", 0x0E00, 0x0E7F),
    ("hi", 0x0900, 0x097F),
)
# Languages that share a script, and the letters that only they have.
_WITHIN = {"ru": (("uk", "іїєґ"), ("be", "ў"), ("sr", "ђћџ"), ("kk", "әғқңұ")), "ar": (("fa", "پچژگ"), ("ur", "ٹڈڑے"))}
_FOREIGN = re.compile(r"[^\u0000-\u036f\u2000-\u2fff]")
_LETTERS = re.compile(r"[^\W\d_]+")
_CODE = re.compile(r"[a-z]{2,3}(?:[-_][a-z]{4})?(?:[-_]([a-z]{2}|\d{3}))?", re.IGNORECASE)
_PATH = re.compile(r"/([a-z]{2})(?:[-_]([a-z]{2}))?(?:/|$)", re.IGNORECASE)
_TLD = table(
    "de=de at=de fr=fr es=es it=it nl=nl pt=pt br=pt pl=pl se=sv dk=da no=nb fi=fi cz=cs jp=ja cn=zh kr=ko "
    "ru=ru tr=tr hu=hu ro=ro"
)


def normal_code(value: str) -> str:
    """A language tag as BCP 47 with language and region only (``en``, ``pt-BR``), or an empty string."""
    match = _CODE.match(value.strip())
    if not match:
        return ""
    language = re.split(r"[-_]", match[0])[0].lower()
    language = {"iw": "he", "no": "nb", "in": "id"}.get(language, language)
    return f"{language}-{match[1].upper()}" if match[1] else language


def claimed_language(page: Page) -> str:
    """What the page claims: attribute, metas, address; a tag or an empty string."""
    node = next(iter(page.tagged("html")), None)
    for value in (
        attribute(node, "lang") or attribute(node, "xml:lang"),
        page.meta("content-language"),
        page.meta("og:locale"),
        page.meta("language"),
    ):
        if value and (code := normal_code(value)):
            return code
    return ""


def spoken_language(text: str) -> tuple[str, float]:
    """The language that a text is written in and how sure that is, 0 to 1; by script, then by its commonest words."""
    foreign = _FOREIGN.findall(text[:3000])
    letters = sum(len(word) for word in _LETTERS.findall(text[:3000])) if foreign else 0
    for language, first, last in _SCRIPTS if letters else ():
        share = sum(first <= ord(letter) <= last for letter in foreign) / letters
        if share > (0.1 if language == "ja" else 0.3):
            near = next(
                (other for other, own in _WITHIN.get(language, ()) if any(letter in own for letter in foreign)), ""
            )
            return near or language, min(1.0, share + 0.4)
    votes: dict[str, float] = {}
    different: dict[str, set[str]] = {}
    for word in _LETTERS.findall(text[:6000].lower()):
        languages = _OF_WORD.get(word, ())
        for language in languages:
            votes[language] = votes.get(language, 0.0) + 1 / len(languages)
            different.setdefault(language, set()).add(word)
    if not votes:
        return "", 0.0
    ranked = sorted(votes.items(), key=lambda vote: -vote[1])[:2]
    best, count = ranked[0]
    lead = count - (ranked[1][1] if len(ranked) > 1 else 0)
    if count < 3 or len(different[best]) < 3:
        return best, 0.2 * (lead / count)
    return best, min(1.0, count / 12) * min(1.0, 2 * lead / count)


def page_language(page: Page, product_words: str) -> str:
    """BCP 47 language of the product's text.

    ``product_words`` (name, description, features) speak first; where they are few, the page's words; then its claims.
    The region of the claim is kept where its language agrees.
    """
    claim = claimed_language(page)
    spoken, sure = spoken_language(product_words)
    if sure < 0.5:
        more, surer = spoken_language(f"{product_words} {page.words[:6000]}")
        if surer > sure:
            spoken, sure = more, surer
    if claim and (claim.split("-")[0] == spoken or sure < 0.4):
        return claim
    if spoken and sure >= 0.4:
        return spoken
    guess = spoken if sure >= 0.2 else ""
    return guess or _of_address(page) or spoken or "en"


def _of_address(page: Page) -> str:
    match = _PATH.search(page.url.split("://", 1)[-1])
    if match and match[1].lower() in _WORDS:
        return match[1].lower()
    return _TLD.get(page.host.rsplit(".", 1)[-1], "")
