"""The operations on conversions and derivatives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from spatial_conversions import controls, derivatives, listing, logs, requests
from twin_runtime.http import ProxyResponse, serve


def handler(event: Mapping[str, Any], _context: object) -> ProxyResponse:
    """Serve the operations."""
    return serve(
        event,
        {
            "listConversions": listing.list_conversions,
            "listAssetConversions": listing.list_asset_conversions,
            "listFileConversions": listing.list_file_conversions,
            "getConversion": listing.get_conversion,
            "getConversionLog": logs.get_conversion_log,
            "requestConversion": requests.request_conversion,
            "cancelConversion": controls.cancel_conversion,
            "rerunConversion": controls.rerun_conversion,
            "listDerivatives": derivatives.list_derivatives,
            "explainDerivative": derivatives.explain_derivative,
        },
    )
