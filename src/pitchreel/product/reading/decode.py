"""Bytes of a page to UTF-8 that is safe to parse.

Pages lie about their encoding, carry NUL bytes and nest without end. What comes out is valid UTF-8 without NUL, whose
elements nest at most ``DEPTH`` deep, so that no parser or selector behind it takes more than linear time.
"""

from __future__ import annotations

import codecs
import re

DEPTH = 400
"""Deepest nesting that is kept; browsers flatten at 512."""

MANY_TAGS = 14_000
"""Up to here a page is parsed fast however it nests, so its tags need not be counted."""

MANY_ATTRIBUTES = 3000
"""Most attributes of one tag; parsers compare each with all others."""

UNCLOSED = 150
"""Formatting elements left open from which on a page is flattened."""

LONG_TAG = 60_000
"""Bytes without ``>`` from which on a tag is looked at."""

# Labels that pages use, and the codec that reads them as browsers do (a superset where browsers take one).
_CODECS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "windows-1252": "cp1252",
    "cp1252": "cp1252",
    "iso-8859-2": "iso8859-2",
    "windows-1250": "cp1250",
    "iso-8859-5": "iso8859-5",
    "windows-1251": "cp1251",
    "cp1251": "cp1251",
    "koi8-r": "koi8-r",
    "koi8-u": "koi8-u",
    "iso-8859-7": "iso8859-7",
    "windows-1253": "cp1253",
    "iso-8859-8": "cp1255",
    "windows-1255": "cp1255",
    "iso-8859-6": "cp1256",
    "windows-1256": "cp1256",
    "iso-8859-9": "cp1254",
    "windows-1254": "cp1254",
    "windows-1257": "cp1257",
    "iso-8859-13": "iso8859-13",
    "windows-1258": "cp1258",
    "iso-8859-15": "iso8859-15",
    "tis-620": "cp874",
    "windows-874": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "windows-31j": "cp932",
    "euc-jp": "euc_jp",
    "iso-2022-jp": "iso2022_jp",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "utf-16": "utf-8",
    "utf-16le": "utf-8",
}

_DECLARED = re.compile(rb"charset\s{0,4}=\s{0,4}[\"']?\s{0,4}([A-Za-z0-9_:.-]{2,24})", re.IGNORECASE)
_XML_DECLARED = re.compile(rb"^\s{0,8}<\?xml[^>]{0,100}encoding=[\"']([A-Za-z0-9_:.-]{2,24})")
_TAG = re.compile(rb"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})[^<>]*>")
_QUOTED = re.compile(rb"\"[^\"]*\"|'[^']*'")
_TAG_MARK = re.compile(rb"[<>\"']")
_VOID = frozenset(
    b"area base br col embed hr img input link meta param source track wbr "
    b"p li dt dd tr td th tbody thead tfoot option".split()
)
_FORMATTING = frozenset(b"a b big code em font i nobr s small strike strong tt u".split())
_FORMATTING_TAG = re.compile(rb"<(/?)(?:[abius]|em|tt|big|code|font|nobr|small|strike|strong)[\s/>]")


def to_utf8(html: bytes) -> bytes:
    """A page as valid UTF-8 without NUL, from its byte order mark, what it declares, and what its bytes are."""
    for mark, codec in ((codecs.BOM_UTF8, ""), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if html.startswith(mark):
            html = html[len(mark) :]
            if codec:
                return _encode(html.decode(codec, "replace"))
    head = html[:4096]
    if head.count(0) > len(head) // 4:
        little = head[1::2].count(0) >= head[0::2].count(0)
        return _encode(html.decode("utf-16-le" if little else "utf-16-be", "replace"))
    if is_utf8(html):  # whatever it is labelled
        return html.replace(b"\0", b"") if b"\0" in html else html
    declared = _XML_DECLARED.search(head) or _DECLARED.search(head)
    codec = _CODECS.get(declared[1].decode("ascii").lower(), "") if declared else ""
    if codec in {"", "utf-8"}:
        text = html.decode("utf-8", "replace")
        damaged = text.count("\ufffd")
        sound = sum(1 for character in text[:200_000] if character > "\x7f") - damaged
        if codec or sound > damaged:
            return _encode(text)
        codec = "cp1252"
    return _encode(html.decode(codec, "replace"))


def is_utf8(html: bytes) -> bool:
    """Whether bytes are valid UTF-8; in pieces, so that no second copy of a large page is made."""
    if html.isascii():
        return True
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(html), 1 << 15):
            decoder.decode(html[start : start + (1 << 15)])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _encode(text: str) -> bytes:
    return text.replace("\0", "").encode("utf-8", "replace")


def tame(markup: bytes) -> bytes:
    """The same page with nothing in it that makes a parser take more than linear time.

    Three things do: nesting by the ten thousand, formatting elements left open (each paragraph opens them all again),
    and a tag with thousands of attributes.
    """
    # A stretch of LONG_TAG bytes without ">" covers one of these windows whole.
    if any(
        markup.find(b">", start, start + LONG_TAG // 2) < 0
        for start in range(0, len(markup) - LONG_TAG // 2, LONG_TAG // 2)
    ):
        markup = b">".join(
            [piece if len(piece) <= LONG_TAG else _few_attributes(piece) for piece in markup.split(b">")]
        )
    if len(markup) > 30 * MANY_ATTRIBUTES and markup.count(b"=") > 7 * MANY_ATTRIBUTES:
        markup = _bare_long_tags(markup)
    marks = _FORMATTING_TAG.findall(markup.lower())
    if markup.count(b"<") < MANY_TAGS and len(marks) - 2 * marks.count(b"/") < UNCLOSED:
        return markup
    return _flatten(markup)


def _few_attributes(piece: bytes) -> bytes:
    start = piece.find(b"<")
    if start < 0 or len(_QUOTED.sub(b"", piece[start:]).split(None, MANY_ATTRIBUTES)) < MANY_ATTRIBUTES:
        return piece
    return piece[:start] + piece[start : start + 100].split(None, 1)[0]


def _bare_long_tags(markup: bytes) -> bytes:
    """Tags with thousands of attributes without them; quoted values are told apart as a browser does."""
    pieces: list[bytes] = []
    kept = position = 0
    start = -1
    while match := _TAG_MARK.search(markup, position):
        mark, at = match[0], match.start()
        position = match.end()
        if start < 0:
            if mark == b"<" and markup[position : position + 1].isalpha():
                start = at
        elif mark == b">":
            if at - start > LONG_TAG // 2 and markup.count(b"=", start, at) > MANY_ATTRIBUTES:
                pieces.append(markup[kept:start] + markup[start : start + 60].split(None, 1)[0])
                kept = at
            start = -1
        elif mark != b"<" and markup[max(0, at - 8) : at].rstrip()[-1:] == b"=":
            position = markup.find(mark, position) + 1
            if not position:
                break
    if start >= 0 and len(markup) - start > LONG_TAG:
        return b"".join((*pieces, markup[kept:start]))
    return b"".join((*pieces, markup[kept:]))


def _flatten(markup: bytes) -> bytes:
    """Leave out the tags that open deeper than ``DEPTH``, and formatting that is never closed, and their ends."""
    pieces: list[bytes] = []
    depth = formatting = position = 0
    for match in _TAG.finditer(markup):
        name = match[2].lower()
        if name in _VOID:
            continue
        closing = bool(match[1])
        keep = depth <= DEPTH
        if name in _FORMATTING:
            formatting = max(0, formatting + (-1 if closing else 1))
            keep = keep and formatting <= 30
        depth = max(0, depth + (-1 if closing else 1))
        if not keep:
            pieces.append(markup[position : match.start()])
            position = match.end()
    if not pieces:
        return markup
    pieces.append(markup[position:])
    return b"".join(pieces)
