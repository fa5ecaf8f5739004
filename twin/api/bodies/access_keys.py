"""Bodies of the operations in `twin.api.routes.access_keys`."""

from __future__ import annotations

from twin.access.key_errors import (
    KeyInvalid,
    KeyMakerRefused,
    KeyNotFound,
    KeyScopeTooWide,
    TooManyKeys,
)
from twin.api.bodies.body import Bodies
from twin.api.schemas.access_keys import (
    AccessKeyBody,
    AccessKeyMade,
    AccessKeyPage,
    CallerBody,
    CreateAccessKey,
)

BODIES: dict[str, Bodies] = {
    "getCaller": Bodies(CallerBody),
    "createAccessKey": Bodies(
        AccessKeyMade,
        CreateAccessKey,
        201,
        errors=(KeyInvalid, KeyMakerRefused, KeyScopeTooWide, TooManyKeys),
    ),
    "listAccessKeys": Bodies(AccessKeyPage),
    "revokeAccessKey": Bodies(AccessKeyBody, errors=(KeyNotFound,)),
}
