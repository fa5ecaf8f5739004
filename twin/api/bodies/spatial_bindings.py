"""Bodies of the operations in `twin.api.routes.spatial_bindings`."""

from __future__ import annotations

from twin.api.bodies.body import Bodies
from twin.api.schemas.spatial_bindings import (
    AssetDifference,
    BindingBody,
    BindingPage,
    BindingRevisionPage,
    BindingsFound,
    BindingsReplaced,
    ReplaceBindings,
    ResolveReview,
    WriteBinding,
)
from twin.binding.errors import (
    BindingInvalid,
    BindingReadOnly,
    BindingRevisionUnknown,
    BindingsConflict,
    BindingUnknown,
    EquipmentNotBindable,
    PartsMissing,
    PartUnknown,
    ReviewUnknown,
    SignalNotBindable,
    VariableNotBindable,
)
from twin.catalogue.errors import (
    AssetDeleted,
    AssetFileUnknown,
    AssetUnknown,
    CatalogueConflict,
    CatalogueInvalid,
    VersionUnknown,
)

_ASSET = (AssetDeleted, AssetUnknown, CatalogueInvalid)
_CHANGED = (*_ASSET, BindingReadOnly, BindingsConflict, BindingUnknown, CatalogueConflict)
_WRITTEN = (
    *_CHANGED,
    AssetFileUnknown,
    BindingInvalid,
    EquipmentNotBindable,
    PartsMissing,
    PartUnknown,
    SignalNotBindable,
    VariableNotBindable,
)

BODIES: dict[str, Bodies] = {
    "findBindings": Bodies(BindingsFound, errors=(*_ASSET, BindingInvalid)),
    "listBindings": Bodies(BindingPage, errors=(*_ASSET, BindingRevisionUnknown), tagged=True),
    "createBinding": Bodies(BindingBody, WriteBinding, 201, errors=_WRITTEN, tagged=True),
    "replaceBindings": Bodies(BindingsReplaced, ReplaceBindings, errors=_WRITTEN, tagged=True),
    "getBinding": Bodies(
        BindingBody, errors=(*_ASSET, BindingRevisionUnknown, BindingUnknown), tagged=True
    ),
    "updateBinding": Bodies(BindingBody, WriteBinding, errors=_WRITTEN, tagged=True),
    "deleteBinding": Bodies(BindingBody, errors=_CHANGED, tagged=True),
    "listBindingRevisions": Bodies(BindingRevisionPage, errors=_ASSET),
    "listBindingReviews": Bodies(BindingPage, errors=_ASSET, tagged=True),
    "resolveBindingReview": Bodies(
        BindingBody, ResolveReview, errors=(*_WRITTEN, ReviewUnknown), tagged=True
    ),
    "diffAsset": Bodies(
        AssetDifference, errors=(*_ASSET, AssetFileUnknown, PartsMissing, VersionUnknown)
    ),
}
