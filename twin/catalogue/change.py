"""What happened to a thing of the catalogue: who, when, what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class FieldChange:
    """One field before and after, as JSON; None where it was not there."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Change:
    """One entry of the history. `action` is the operation, such as `updateAsset`.

    `subject` is the thing: `database:<id>` or `asset:<database>/<key>`; `details` say what the
    fields do not (the upload of a file, the other end of a link).
    """

    change_id: str
    subject: str
    action: str
    at: float
    by: str
    by_name: str
    fields: tuple[FieldChange, ...]
    details: Mapping[str, str]
