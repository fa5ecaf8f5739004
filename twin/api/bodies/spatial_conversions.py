"""Bodies of the operations in `twin.api.routes.spatial_conversions`."""

from __future__ import annotations

from twin.api.bodies.body import Bodies
from twin.api.schemas.spatial_conversions import (
    ConversionBody,
    ConversionLog,
    ConversionPage,
    DerivativeExplained,
    DerivativeList,
    RequestConversion,
)
from twin.catalogue.errors import (
    AssetDeleted,
    AssetFileUnknown,
    AssetUnknown,
    CatalogueConflict,
    CatalogueInvalid,
)
from twin.spatial.conversion_errors import (
    ConversionNotOver,
    ConversionNotStarted,
    ConversionOver,
    ConversionUnknown,
    ConverterUnfit,
    ConverterUnknown,
)
from twin.spatial.errors import SourceTooLarge, UploadUnknown

_ASSET = (CatalogueInvalid, AssetUnknown)
_CONVERSION = (*_ASSET, ConversionUnknown)
_FILE = (*_ASSET, AssetDeleted, AssetFileUnknown)

BODIES: dict[str, Bodies] = {
    "listConversions": Bodies(ConversionPage),
    "listAssetConversions": Bodies(ConversionPage, errors=_ASSET),
    "listFileConversions": Bodies(ConversionPage, errors=_ASSET),
    "getConversion": Bodies(ConversionBody, errors=_CONVERSION),
    "getConversionLog": Bodies(ConversionLog, errors=_CONVERSION),
    "requestConversion": Bodies(
        ConversionBody,
        RequestConversion,
        202,
        errors=(
            *_FILE,
            CatalogueConflict,
            ConversionNotStarted,
            ConverterUnfit,
            ConverterUnknown,
            SourceTooLarge,
        ),
    ),
    "cancelConversion": Bodies(
        ConversionBody, status=202, errors=(*_CONVERSION, CatalogueConflict, ConversionOver)
    ),
    "rerunConversion": Bodies(
        ConversionBody,
        status=202,
        errors=(
            *_CONVERSION,
            CatalogueConflict,
            ConversionNotOver,
            ConversionNotStarted,
            UploadUnknown,
        ),
    ),
    "listDerivatives": Bodies(DerivativeList, errors=_FILE),
    "explainDerivative": Bodies(DerivativeExplained, errors=_FILE),
}
