"""Parameters that mean the same wherever they are: a route names them, this says what they are."""

from __future__ import annotations

from twin.api.parameters.parameter import Parameter
from twin.catalogue.naming import KEY_PATTERN, LARGEST_NUMBER, MAXIMUM_PATH_BYTES

LATEST_SECONDS = 4e9
"""Seconds since 1970 in the year 2096."""

DEFAULT_LIMIT, MAXIMUM_LIMIT = 50, 200
MAXIMUM_TOKEN = 4_000
"""Characters of a page token: a URL has at most 10,240 bytes at API Gateway."""

REVISION_PATTERN = '(?:W/)?"[0-9]{1,15}"'
IDEMPOTENCY_PATTERN = "[!-~]{1,255}"


def limit(default: int = DEFAULT_LIMIT, maximum: int = MAXIMUM_LIMIT) -> Parameter:
    """Return the parameter that says how long a page is at most."""
    return Parameter(
        "The most items on a page",
        "integer",
        minimum=1,
        maximum=maximum,
        default=default,
    )


def moment(description: str) -> Parameter:
    """Return a parameter that is a time."""
    return Parameter(
        f"{description}; UTC seconds since 1970",
        "number",
        minimum=0,
        maximum=LATEST_SECONDS,
        example=1_790_000_000,
    )


def name(description: str, maximum_length: int = 256) -> Parameter:
    """Return a parameter that is the name or the id of something."""
    return Parameter(description, minimum_length=1, maximum_length=maximum_length)


COMMON: dict[str, Parameter] = {
    "limit": limit(),
    "next_token": Parameter(
        "The `next_token` of the page before, with the same other parameters",
        maximum_length=MAXIMUM_TOKEN,
    ),
    "start": moment("The beginning, included"),
    "end": moment("The end, excluded"),
    "asset_key": Parameter(
        "The key of an asset: lower case letters, digits and hyphens", pattern=KEY_PATTERN
    ),
    "database_id": Parameter(
        "The id of a database: lower case letters, digits and hyphens", pattern=KEY_PATTERN
    ),
    "alarm_id": name("The id of an alarm"),
    "request_id": name("The id that the request got"),
    "node_id": name("The id of a node, or its name where that is unique"),
    "run_id": name("The id of a run"),
    "upload_id": name("The id of an upload"),
    "file_path": Parameter(
        "The path of a file in its asset, as one segment: its slashes are percent-encoded",
        minimum_length=1,
        maximum_length=MAXIMUM_PATH_BYTES,
    ),
    "number": Parameter("The number of a version", "integer", minimum=1, maximum=LARGEST_NUMBER),
    "code": Parameter("A code in upper snake case", pattern="[A-Z][A-Z0-9_]{1,63}"),
    "if-match": Parameter(
        'The ETag of what is to be changed, such as `"3"`', pattern=REVISION_PATTERN, required=True
    ),
    "idempotency-key": Parameter(
        "The caller's name for this request: repeated, it is done once", pattern=IDEMPOTENCY_PATTERN
    ),
}
