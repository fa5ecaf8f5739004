"""The typed error that a container job writes before it ends, in a file that anybody may damage."""

from __future__ import annotations

import json
import re

FIELDS = ("code", "message", "found", "expected", "where")
MAXIMUM_TEXT = 500
MAXIMUM_ERROR_BYTES = 64 * 1024
_CODE = re.compile(r"[A-Z][A-Z0-9_]{2,63}")


def error_of_job(content: bytes | None) -> dict[str, str] | None:
    """Return the error that a job wrote, or None where it wrote none that is readable."""
    try:
        value = json.loads(content or b"null")
    except ValueError:
        return None
    error = value.get("error") if isinstance(value, dict) else None
    if not isinstance(error, dict) or not _CODE.fullmatch(str(error.get("code"))):
        return None
    texts = {field: error.get(field) for field in FIELDS}
    return {name: text[:MAXIMUM_TEXT] for name, text in texts.items() if isinstance(text, str)}
