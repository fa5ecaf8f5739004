"""Read the document of an update request."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from twin_local.execution.iot.shadows.errors import ShadowError, invalid, too_large
from twin_local.execution.types import Json

SECTIONS = ("desired", "reported")
MAXIMUM_BYTES = 8 * 1024
"""AWS IoT Core: a shadow's state document is at most 8 KB; metadata does not count."""

MAXIMUM_DEPTH = 8
"""AWS IoT Core: levels in the desired or the reported section."""

MAXIMUM_TOKEN_BYTES = 64


@dataclass(frozen=True)
class UpdateRequest:
    """What to change; a section that is None is to be removed, one that lacks stays."""

    state: Mapping[str, Json] | None
    version: int | None
    client_token: str | None

    @property
    def sections(self) -> Mapping[str, Json]:
        """The sections to change; all are removed where the whole state is null."""
        return dict.fromkeys(SECTIONS) if self.state is None else self.state


def read_update(body: bytes) -> UpdateRequest:
    """Return the request in a payload.

    Raises:
        ShadowError: it is too long, is not JSON, or is no update of a shadow.
    """
    if len(body) > MAXIMUM_BYTES:
        raise too_large()
    document = _parse(body)
    if not isinstance(document, dict):
        raise invalid("Invalid JSON")
    if "state" not in document:
        raise invalid("Missing required node: state")
    state = document["state"]
    if state is not None:
        _check_state(state)
    return UpdateRequest(state, _version(document), _client_token(document))


def client_token_of(body: bytes) -> str | None:
    """Return the token that a request bears, None where it cannot be read."""
    try:
        document = _parse(body)
        return _client_token(document) if isinstance(document, dict) else None
    except ShadowError:
        return None


def _parse(body: bytes) -> Json:
    try:
        return json.loads(body, parse_constant=_no_number)
    except UnicodeDecodeError as error:
        encoding = "Unsupported documented encoding; supported encoding is UTF-8"
        raise ShadowError(415, "UnsupportedDocumentEncodingException", encoding) from error
    except (ValueError, RecursionError) as error:
        raise invalid("Invalid JSON") from error


def _no_number(constant: str) -> Json:
    raise ValueError(f"{constant} is not JSON")


def _check_state(state: Json) -> None:
    if not isinstance(state, dict):
        raise invalid("State node must be an object")
    for name, section in state.items():
        if name not in SECTIONS:
            raise invalid(f"State contains an invalid node: '{name}'")
        if section is not None and not isinstance(section, dict):
            raise invalid(f"{name.capitalize()} node must be an object")
        if _depth(section) > MAXIMUM_DEPTH:
            raise invalid(f"JSON contains too many levels of nesting; maximum is {MAXIMUM_DEPTH}")


def _depth(value: Json) -> int:
    if isinstance(value, dict):
        return 1 + max(map(_depth, value.values()), default=0)
    return 1 + max(map(_depth, value), default=0) if isinstance(value, list) else 0


def _version(document: Mapping[str, Json]) -> int | None:
    version = document.get("version")
    if version is None:
        return None
    if not isinstance(version, int) or isinstance(version, bool) or version < 0:
        raise invalid("Invalid version")
    return version


def _client_token(document: Mapping[str, Json]) -> str | None:
    token = document.get("clientToken")
    if token is None:
        return None
    if not isinstance(token, str) or len(token.encode()) > MAXIMUM_TOKEN_BYTES:
        raise invalid("Invalid clientToken")
    return token
