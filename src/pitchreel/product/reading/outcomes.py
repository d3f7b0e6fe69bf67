"""Pages that are not a product, each recognised, named, and answered with the way on."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from pitchreel.errors import EmptyShell, NotAProduct, PageBlocked, PageError
from pitchreel.product.reading.findings import Findings
from pitchreel.product.reading.page import Page, attribute, node_text
from pitchreel.product.reading.schema import PRODUCTS
from pitchreel.product.reading.structured import Described, first_text, kinds
from pitchreel.product.reading.text import plain

_PASTE = (
    "Open it in a browser, save it and read it with `pitchreel product --html FILE --url URL`, or give the"
    " facts by hand in a PRODUCT.json"
)


class Wall(NamedTuple):
    """A kind of page that stands in the way: what tells it, in its title and in its few words."""

    name: str
    error: type[PageError]
    title: str
    words: str
    hint: str


def _any(*phrases: str) -> str:
    return "|".join(phrases)


@cache
def _pattern(phrases: str) -> re.Pattern[str]:
    # Compiled when the first page asks: most pages show a product and never do.
    return re.compile(phrases, re.IGNORECASE)


WALLS = (
    Wall(
        "a robot check",
        PageBlocked,
        _any(
            r"robot check",
            r"captcha",
            r"are you (?:a )?(?:human|robot)",
            r"just a moment",
            r"attention required",
            r"access denied",
            r"pardon our interruption",
            r"security check",
            r"bot verification",
            r"verify(?:ing)? (?:you are|you're|that you)",
            r"sicherheitsabfrage",
            r"ddos",
            r"request blocked",
            r"zugriff verweigert",
            r"please wait",
            r"checking your browser",
            r"human verification",
            r"unusual traffic",
        ),
        _any(
            r"not a robot",
            r"make sure you(?:'|’)?re not a robot",
            r"enter the characters you see",
            r"verify (?:that )?you(?: a|')?re (?:a )?human",
            r"press (?:&|and) hold",
            r"checking (?:if the site connection is secure|your browser)",
            r"unusual traffic",
            r"enable javascript and cookies to continue",
            r"complete the security check",
            r"bist du ein mensch",
            r"kein roboter",
            r"automated (?:access|requests|queries)",
            r"access to this page has been denied",
            r"you have been blocked",
            r"ray id",
            r"geben sie die zeichen",
            r"pas un robot",
            r"no eres un robot",
            r"reference #[0-9a-f.]+",
            r"请输入验证码",
            r"滑动验证",
        ),
        f"Robot checks are not evaded. {_PASTE}",
    ),
    Wall(
        "a sign-in wall",
        PageBlocked,
        _any(
            r"^\W*(?:sign|log) ?-?in\b",
            r"^login\b",
            r"anmelden",
            r"^einloggen",
            r"se connecter",
            r"iniciar sesión",
            r"password protected",
            r"opening soon",
            r"登录",
            r"members? only",
        ),
        _any(
            r"(?:sign|log) in to (?:continue|view|see|access)",
            r"please (?:sign|log) in",
            r"bitte (?:melden sie sich|melde dich|einloggen)",
            r"enter (?:store )?using password",
            r"you must be logged in",
            r"create an account to (?:continue|view)",
            r"veuillez vous connecter",
            r"forgot (?:your )?password",
        ),
        f"The shop shows this page to its customers only. {_PASTE}",
    ),
    Wall(
        "a consent wall",
        PageBlocked,
        _any(
            r"before you continue",
            r"bevor sie (?:fortfahren|zu)",
            r"^consent\b",
            r"your privacy choices",
            r"datenschutz-?einstellungen",
            r"privacy gate",
            r"cookie consent",
        ),
        _any(
            r"before you continue to",
            r"we use cookies and data to",
            r"bevor sie fortfahren",
            r"accept all cookies? to (?:continue|proceed)",
            r"zustimmen und weiter",
            r"accept (?:all )?and continue",
            r"um fortzufahren.{0,40}zustimm",
        ),
        f"The shop asks for consent before it shows the page. {_PASTE}",
    ),
    Wall(
        "a region block",
        PageBlocked,
        _any(
            r"not available in your (?:country|region|location)",
            r"unavailable (?:in|for) your",
            r"451\b",
            r"choose your (?:country|region|location)",
            r"select your (?:country|region)",
        ),
        _any(
            r"not (?:currently )?available in your (?:country|region|location)",
            r"unavailable in your (?:country|region|location)",
            r"isn(?:'|’)t available in your (?:country|region)",
            r"in (?:deinem|ihrem) land nicht verfügbar",
            r"(?:eu|european) (?:visitors|users|economic area).{0,80}(?:not|unavailable|blocked)",
            r"unavailable due to legal reasons",
            r"(?:choose|select) your (?:country|region|location) to (?:continue|shop|see)",
        ),
        f"The shop does not show this page where you are. {_PASTE}",
    ),
    Wall(
        "a page that says it was not found",
        NotAProduct,
        _any(
            r"\b404\b",
            r"(?:page|product|item|listing|seite|artikel|produkt) (?:was |wurde |could )?(?:not "
            r"|nicht )(?:be )?(?:found|gefunden)",
            r"not found",
            r"nicht gefunden",
            r"page (?:introuvable|non trouvée)",
            r"página no encontrada",
            r"no longer available",
            r"pagina niet gevonden",
            r"pagina non trovata",
            r"oops",
            r"dogs of amazon",
            r"\b410\b",
            r"\b50[0234]\b.{0,20}(?:error|gateway|unavailable)",
            r"nicht mehr verfügbar",
        ),
        _any(
            r"(?:page|product|item|listing) (?:you(?:'|’)?(?:re| are| were)? (?:looking for|requested"
            r"|tried)).{0,60}(?:not|n't|n’t|moved|removed|gone|exist)",
            r"(?:page|product|item) (?:could not be|cannot be|can(?:'|’)?t be|was not|not) found",
            r"we can(?:'|’)?t (?:seem to )?find (?:the|that) page",
            r"seite (?:wurde |konnte )?(?:leider )?nicht gefunden",
            r"this (?:page|product|item|listing) (?:is no longer|isn(?:'|’)t|no longer|does(?:n(?:'|’)t"
            r"| not)) (?:available|exist)",
            r"error 404",
            r"(?:artikel|produkt|angebot) (?:ist )?(?:leider )?nicht mehr (?:verfügbar|erhältlich)",
            r"page (?:demandée )?n(?:'|’)existe",
            r"la página .{0,40}no existe",
        ),
        "Check the link: the shop answers, but the product is not there (any more)",
    ),
)

_LIST_TYPES = frozenset({"collectionpage", "searchresultspage", "offercatalog", "productcollection"})
_LIST_CLASSES = re.compile(
    r"(?<![\w-])(?:template-(?:collection|index|search)|tax-product_cat|post-type-archive-product"
    r"|catalog-category-view|catalogsearch-result-index|is-ctl-navigation|is--ctl-listing|category-page"
    r"|page-type-category|cms-index-index|cms-home)(?![\w-])"
)
_PICK = "Pick one product of it and give that product's own link"


def check_wall(page: Page, findings: Findings) -> None:
    """Raise PageBlocked or NotAProduct when a wall stands in place of the page; one with a product on it never is."""
    if findings.product_evidence >= 1.5:
        return
    heading = node_text(page.headings[0], 200) if page.headings else ""
    words = page.words
    few = len(words) < 2500
    head = words[:2500]
    has_product = findings.product_evidence > 0
    for wall in WALLS:
        titled = bool(_pattern(wall.title).search(page.title)) + bool(heading and _pattern(wall.title).search(heading))
        said = bool(_pattern(wall.words).search(head))
        if (
            (titled and said)
            or (few and (said or (titled and len(words) < 900)))
            or (titled and few and not has_product and len(words) < 1200)
        ):
            if has_product and not (titled and said):
                continue
            raise wall.error(f"{_called(page)} is {wall.name}, not a product", wall.hint)


def check_list(page: Page, findings: Findings, described: list[Described]) -> None:
    """Raise NotAProduct for a category or a home page: many products, and none of them the page's own."""
    if findings.product_evidence >= 2:
        return
    products = {
        plain(first_text(one.node, "name"))
        for one in described
        if kinds(one.node) & PRODUCTS and one.aside in {"", "itemlistelement"}
    }
    products.discard("")
    listed = any(kinds(one.node) & _LIST_TYPES for one in described)
    body = page.tree.body
    classes = attribute(body, "class") if body else ""
    prices = {
        words
        for node in page.marked("price")[:200]
        if (words := node_text(node, 40)) and any(mark in words for mark in "$€£¥₹")
    }
    at_root = page.at_root
    if (
        _LIST_CLASSES.search(classes)
        or (len(products) >= 4 and not _is_named(page, products))
        or (listed and len(prices) >= 4)
    ):
        kind = "the home page of a shop" if at_root else "a list of products"
        raise NotAProduct(f"{_called(page)} is {kind}, not one product", _PICK)
    if (
        at_root
        and findings.product_evidence < 1
        and (len(prices) >= 6 or page.says("myshopify.com") or len(page.tagged("img")) > 80)
    ):
        raise NotAProduct(f"{_called(page)} is the home page of a shop, not one product", _PICK)


def _is_named(page: Page, names: set[str]) -> bool:
    """Whether the page's heading or title is one of these names."""
    titles = [plain(page.title), *(plain(node_text(heading)) for heading in page.headings[:2])]
    return any(name in title for name in names for title in titles if len(name) > 3)


def check_product(page: Page, findings: Findings, *, name: str, pictures: int, price: bool, prose: int) -> None:
    """Raise NotAProduct when nothing on the page is a product: an empty shell, a category or a home page.

    ``prose`` is the number of characters of description and features that were found.
    """
    if name and (price or pictures or prose >= 20):
        return
    words = page.words
    if not name and not pictures and not price:
        if len(words) < 400:
            raise EmptyShell(f"{_called(page)} is an empty shell: it holds no words of its own", _shell_hint(page))
        raise NotAProduct(f"No product was found on {_called(page)}", _PASTE)
    if not name:
        raise NotAProduct(f"{_called(page)} does not say what it offers: no name was found", _PASTE)
    if not price and not pictures and prose < 20 and len(words) - len(name) < 30:
        raise EmptyShell(f"{_called(page)} is an empty shell: nothing but a title stands in it", _shell_hint(page))


def _shell_hint(page: Page) -> str:
    if len(page.scripts) or page.says("<noscript"):
        return f"Its content is drawn by scripts: set PITCHREEL_BROWSER=on to read it with a browser. {_PASTE}"
    return _PASTE


def _called(page: Page) -> str:
    return page.url[:200] or "The page"
