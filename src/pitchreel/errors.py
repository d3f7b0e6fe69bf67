"""Every error that Pitchreel raises on purpose.

Each says what happened, to what, and what to do next; every door shows the same text.

    PitchreelError
    ├── InputError              2   the request itself cannot be carried out
    │   ├── DocumentError           a document that cannot be read as what it should be
    │   ├── UnknownName             a style, voice, presenter, ... that the catalogue does not have
    │   ├── EmptyScript             nothing to say
    │   ├── LanguageError           a language that nothing here can write or speak
    │   └── InvalidRequest          a field of a request to the server that is missing or wrong
    ├── FetchError              3   the link could not be read
    │   ├── AddressRefused          an address that the guard does not let out to
    │   ├── Unreachable             no such host, no answer, a broken connection
    │   ├── BadStatus               the server answered with an error
    │   ├── TooLarge                more bytes, or a larger picture, than the limit
    │   └── TooSlow                 the clock over the whole exchange ran out
    ├── PageError               4   the page was read and no ad can come of it
    │   ├── PageBlocked             robot check, sign-in, consent wall, region block
    │   ├── NotAProduct             an error page, a home page
    │   │   └── EmptyShell          a page that holds nothing until scripts draw it
    │   └── NoMedia                 no picture and no clip
    ├── MediaError              5   a picture, clip or sound that cannot be decoded
    ├── VoiceError              6   speech could not be made
    ├── RenderError             7   the film could not be made
    │   └── OutputError             the film could not be written where it should go
    ├── SetupError              8   a part of the installation is missing
    └── StorageError            9   the database or the files of the installation cannot be reached
        └── BlobMissing             a stored file that is not there

The numbers are the exit codes of the command line; 1 is an error of Pitchreel's own, 130 an interruption.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class PitchreelError(Exception):
    """What happened and to what (``what``), and what to do about it (``hint``).

    ``code`` is a stable word for machines; ``exit_code`` is what the command line ends with.
    """

    code = "error"
    exit_code = 1

    def __init__(self, what: str, hint: str = "") -> None:
        self.what = what.rstrip(".")
        self.hint = hint.rstrip(".")
        super().__init__(what, hint)

    def __str__(self) -> str:
        return f"{self.what}. {self.hint}." if self.hint else f"{self.what}."


class InputError(PitchreelError):
    """The request itself cannot be carried out."""

    code = "input"
    exit_code = 2


class DocumentError(InputError):
    """A document (Product, Script, Narration, Timeline, Video) that cannot be read as one."""

    code = "document"


class UnknownName(InputError):
    """A name that the catalogue does not have; the hint lists the nearest ones."""

    code = "unknown_name"

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        names = sorted(known)
        near = difflib.get_close_matches(name, names, n=3, cutoff=0.5) or names[:12]
        super().__init__(f"There is no {kind} called {name!r}", f"Choose one of: {', '.join(near)}")


class EmptyScript(InputError):
    """Nothing to say."""

    code = "empty_script"


class LanguageError(InputError):
    """A language that nothing here can write or speak."""

    code = "language"


class InvalidRequest(InputError):
    """A field of a request that is missing or wrong; ``field`` is its name on the wire."""

    code = "invalid_request"

    def __init__(self, field: str, what: str, hint: str = "") -> None:
        super().__init__(what, hint)
        self.field = field


class FetchError(PitchreelError):
    """The link could not be read."""

    code = "fetch"
    exit_code = 3


class AddressRefused(FetchError):
    """An address that the guard does not let out to."""

    code = "address_refused"


class Unreachable(FetchError):
    """No such host, no answer, or a broken connection."""

    code = "unreachable"


class BadStatus(FetchError):
    """The server answered with an error; ``status`` is the HTTP status."""

    code = "bad_status"

    def __init__(self, what: str, hint: str = "", *, status: int = 0) -> None:
        super().__init__(what, hint)
        self.status = status


class TooLarge(FetchError):
    """More bytes, or a larger picture, than the limit."""

    code = "too_large"


class TooSlow(FetchError):
    """The clock over the whole exchange ran out."""

    code = "too_slow"


class PageError(PitchreelError):
    """The page was read and no ad can come of it."""

    code = "page"
    exit_code = 4


class PageBlocked(PageError):
    """A robot check, sign-in wall, consent wall or region block stands before the product."""

    code = "page_blocked"


class NotAProduct(PageError):
    """An error page, a home page or an empty shell."""

    code = "not_a_product"


class EmptyShell(NotAProduct):
    """A page that holds nothing of its own; scripts may draw it in a browser."""

    code = "empty_shell"


class NoMedia(PageError):
    """A product without a single usable picture or clip."""

    code = "no_media"


class MediaError(PitchreelError):
    """A picture, clip or sound that cannot be decoded."""

    code = "media"
    exit_code = 5


class VoiceError(PitchreelError):
    """Speech could not be made."""

    code = "voice"
    exit_code = 6


class RenderError(PitchreelError):
    """The film could not be made."""

    code = "render"
    exit_code = 7


class OutputError(RenderError):
    """The film could not be written where it should go."""

    code = "output"


class SetupError(PitchreelError):
    """A part of the installation is missing; the hint is the command that brings it."""

    code = "setup"
    exit_code = 8


class StorageError(PitchreelError):
    """The database or the stored files of the installation cannot be reached, or not in time."""

    code = "storage"
    exit_code = 9


class BlobMissing(StorageError):
    """A stored file that is not there."""

    code = "blob_missing"
