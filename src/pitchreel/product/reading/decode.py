"""Bytes of a page to text that is safe to parse.

Pages lie about their encoding, carry NUL bytes and nest without end. What comes out is a str without NUL, whose
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
"""Longest run of attributes in one tag; parsers compare each with all others."""

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
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})[^<>]*>")
_SPACE_RUN = re.compile(r"<[a-zA-Z][^<>]{20000,}>")
_VOID = frozenset(
    "area base br col embed hr img input link meta param source track wbr p li dt dd tr td th tbody thead tfoot option".split()
)
_FORMATTING = frozenset("a b big code em font i nobr s small strike strong tt u".split())
_FORMATTING_OPEN = re.compile(r"<(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)[\s/>]", re.IGNORECASE)
_FORMATTING_CLOSE = re.compile(r"</(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)[\s>]", re.IGNORECASE)


def decode_page(html: bytes) -> str:
    """The text of a page, from its byte order mark, what it declares, and what its bytes are."""
    for mark, codec in ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if html.startswith(mark):
            return _without_nul(html[len(mark) :].decode(codec, "replace"))
    head = html[:4096]
    if head.count(0) > len(head) // 4:
        little = head[1::2].count(0) >= head[0::2].count(0)
        return _without_nul(html.decode("utf-16-le" if little else "utf-16-be", "replace"))
    try:
        return _without_nul(html.decode("utf-8"))  # bytes that are valid UTF-8 are UTF-8, whatever they are labelled
    except UnicodeDecodeError:
        pass
    declared = _XML_DECLARED.search(head) or _DECLARED.search(head)
    codec = _CODECS.get(declared[1].decode("ascii").lower(), "") if declared else ""
    if codec in {"", "utf-8"}:
        text = html.decode("utf-8", "replace")
        damaged = text.count("\ufffd")
        sound = sum(1 for character in text[:200_000] if character > "\x7f") - damaged
        if codec or sound > damaged:
            return _without_nul(text)
        codec = "cp1252"
    return _without_nul(html.decode(codec, "replace"))


def _without_nul(text: str) -> str:
    return text.replace("\x00", "") if "\x00" in text else text


def tame(text: str) -> str:
    """The same page with nothing in it that makes a parser take more than linear time.

    Three things do: nesting by the ten thousand, formatting elements left open (each paragraph opens them all again),
    and a tag with thousands of attributes.
    """
    if "=" in text and len(text) > 20_000:
        text = _SPACE_RUN.sub(_few_attributes, text)
    unclosed = len(_FORMATTING_OPEN.findall(text)) - len(_FORMATTING_CLOSE.findall(text))
    if text.count("<") < MANY_TAGS and unclosed < 150:
        return text
    return _flatten(text)


def _few_attributes(match: re.Match[str]) -> str:
    tag = match[0]
    return tag if len(tag) < 400_000 and tag.count(" ") < MANY_ATTRIBUTES else tag.split(None, 1)[0].rstrip(">") + ">"


def _flatten(text: str) -> str:
    """Leave out the tags that open deeper than ``DEPTH``, and formatting that is never closed, and their ends."""
    pieces: list[str] = []
    depth = formatting = position = 0
    for match in _TAG.finditer(text):
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
            pieces.append(text[position : match.start()])
            position = match.end()
    if not pieces:
        return text
    pieces.append(text[position:])
    return "".join(pieces)
