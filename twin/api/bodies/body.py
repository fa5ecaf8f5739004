"""The bodies of one operation."""

from __future__ import annotations

from dataclasses import dataclass
from types import UnionType

from twin.errors import TwinError


@dataclass(frozen=True)
class Bodies:
    """The request's and the answer's type of one operation; None is no JSON body of ours.

    Where the media type is a stream, `answer` is the type of one message of it. `errors` are the
    errors of its own that it answers; those that its route implies (`twin.api.refusals`) need no
    mention. An answer that is `tagged` has an ETag.
    """

    answer: type | UnionType | None
    request: type | None = None
    status: int = 200
    media_type: str = "application/json"
    errors: tuple[type[TwinError], ...] = ()
    tagged: bool = False
