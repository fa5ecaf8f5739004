"""A conversion as the API and events show it: `twin.api.schemas.spatial_conversions`."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from twin.spatial.conversion import Conversion


def conversion_view(conversion: Conversion) -> dict[str, Any]:
    """Return the JSON object of a conversion."""
    return {
        "conversion_id": conversion.conversion_id,
        "database_id": conversion.database_id,
        "asset_key": conversion.asset_key,
        "path": conversion.path,
        "number": conversion.number or None,
        "upload_id": conversion.upload_id or None,
        "converter": conversion.converter or None,
        "recipe": asdict(conversion.recipe) if conversion.recipe else None,
        "state": conversion.state,
        "progress": conversion.progress,
        "step": conversion.step,
        "job": asdict(conversion.job) if conversion.job else None,
        "moved_at": conversion.moved_at,
        "attempt": conversion.attempt,
        "was_cached": conversion.was_cached,
        "requested_by": conversion.requested_by_name,
        "requested_at": conversion.requested_at,
        "ended_at": conversion.ended_at,
        "error": dict(conversion.error) if conversion.error else None,
    }
