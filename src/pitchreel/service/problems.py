"""What a door is told when a request cannot be carried out; each dialect has its own words for them."""

from __future__ import annotations

from pitchreel.errors import InvalidRequest, PitchreelError

__all__ = [
    "Conflict",
    "Forbidden",
    "InvalidRequest",
    "NotAvailable",
    "NotFound",
    "NotReady",
    "OutOfCredits",
    "Rejected",
    "ServiceError",
    "TooManyRequests",
]


class ServiceError(PitchreelError):
    """A request to the server that cannot be carried out."""

    code = "service"
    exit_code = 2


class NotFound(ServiceError):
    """There is no such thing, or it belongs to somebody else: nobody is told which."""

    code = "not_found"


class Forbidden(ServiceError):
    """No key, or one that is not known here."""

    code = "forbidden"


class OutOfCredits(ServiceError):
    """The key's quota is used up."""

    code = "out_of_credits"


class Conflict(ServiceError):
    """The same Idempotency-Key came with another body."""

    code = "conflict"


class TooManyRequests(ServiceError):
    """More requests than the key may send; ``retry_after`` in seconds."""

    code = "too_many_requests"

    def __init__(self, what: str, hint: str = "", *, retry_after: int = 60) -> None:
        super().__init__(what, hint)
        self.retry_after = retry_after


class NotReady(ServiceError):
    """What is asked for depends on something that is not there yet."""

    code = "not_ready"


class NotAvailable(ServiceError):
    """An operation of the dialect that this release does not have."""

    code = "not_available"


class Rejected(ServiceError):
    """The operator's moderation does not let it through."""

    code = "rejected"
