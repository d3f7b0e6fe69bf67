"""Names short enough to be said: shops write titles for search engines."""

from __future__ import annotations

import re

_SEPARATORS = re.compile(r"\s+[-–—|•·/]\s+|\s*[|•·]\s*|\s*[,;:]\s+|\s*[(\[{].*$")
_QUANTITY = re.compile(
    r"^(?:pack of|set of|\d+er[- ](?:set|pack)|\d+(?:[.,]\d+)?\s*(?:[x×]\s*)?\d*(?:[.,]\d+)?\s*"
    r"(?:ml|l|cl|g|kg|oz|lb|cm|mm|m|inch|in|pcs?|pack|stück|zoll|w|v|gb|tb|\")|\d+[.,]\d+)$",
    re.IGNORECASE,
)
_MEASURE = re.compile(r"\s\d+(?:[.,]\d+)?\s*(?:cm|mm|m)?\s*[x×]\s*\d+(?:[.,]\d+)?(?:\s*(?:cm|mm|m|ml|l|g)\b)?")
_CODE = re.compile(r"^(?=.*\d)(?=.*[A-Z])[A-Z0-9][A-Z0-9\-/.]{4,}$")


def short_name(name: str, *, joints: frozenset[str], limit: int = 5) -> str:
    """The part of a title that one would say: ``Cold-Pressed Apple Juice, 6 × 250 ml`` -> ``Cold-Pressed Apple Juice``.

    ``joints`` are the words at which a long title may be cut (``with``, ``for``); a name in quotation
    marks stays whole. At most ``limit`` words.
    """
    text = " ".join(re.sub(r"[®™©]", "", name).split())
    if len(text.split()) <= limit - 1 and not re.search(r"[\d(\[|]", text):
        return text
    text = _MEASURE.sub("", text)
    parts = [part.strip(" -–—,;:|") for part in _SEPARATORS.split(text)]
    parts = [part for part in parts if part and not _QUANTITY.match(part)]
    head = parts[0] if parts else text
    if len(parts) > 1 and len(head.split()) == 1:
        head = f"{head} {parts[1]}"  # "Intel - Core i7": the maker alone is no name
    words = head.split()
    while len(words) > 2 and (_QUANTITY.match(words[-1]) or _CODE.match(words[-1])):
        words.pop()
    while len(words) > 3 and _QUANTITY.match(" ".join(words[-2:])):
        del words[-2:]
    if len(words) > 4:
        for place, word in enumerate(words[2:], start=2):
            if word.casefold() in joints:
                words = words[:place]
                break
    if len(words) > limit:
        words = words[:limit]
        while len(words) > 2 and (
            _QUANTITY.match(words[-1])
            or words[-1].casefold() in joints
            or words[-1] in {"&", "+", "-", "–", "and", "und"}
        ):
            words.pop()
    return " ".join(words).strip(" ,;:-–—&") or text
