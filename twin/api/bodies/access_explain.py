"""Bodies of the operations in `twin.api.routes.access_explain`."""

from __future__ import annotations

from twin.access.errors import ExplainInvalid, PrincipalUnknown
from twin.api.bodies.body import Bodies
from twin.api.schemas.access_explain import ExplainAccess, Explanation
from twin.catalogue.errors import AssetUnknown, DatabaseUnknown

ERRORS = (ExplainInvalid, DatabaseUnknown, AssetUnknown)

BODIES: dict[str, Bodies] = {
    "explainOwnAccess": Bodies(Explanation, errors=ERRORS),
    "explainAccess": Bodies(Explanation, ExplainAccess, errors=(*ERRORS, PrincipalUnknown)),
}
