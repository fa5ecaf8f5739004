"""Conversions as the API shows them."""

from __future__ import annotations

from typing import cast

from twin.api.schemas.errors import ErrorDetail
from twin.api.schemas.spatial_conversions import ConversionBody, RecipeBody
from twin.spatial.conversion import Conversion
from twin.spatial.derivative import Recipe


def conversion_body(conversion: Conversion) -> ConversionBody:
    """Return a conversion."""
    return {
        "conversion_id": conversion.conversion_id,
        "database_id": conversion.database_id,
        "asset_key": conversion.asset_key,
        "path": conversion.path,
        "number": conversion.number or None,
        "upload_id": conversion.upload_id or None,
        "converter": conversion.converter or None,
        "recipe": recipe_body(conversion.recipe) if conversion.recipe else None,
        "state": conversion.state,
        "progress": conversion.progress,
        "step": conversion.step,
        "attempt": conversion.attempt,
        "was_cached": conversion.was_cached,
        "requested_by": conversion.requested_by_name,
        "requested_at": conversion.requested_at,
        "ended_at": conversion.ended_at,
        "error": cast("ErrorDetail", dict(conversion.error)) if conversion.error else None,
    }


def recipe_body(recipe: Recipe) -> RecipeBody:
    """Return what decides the bytes of derivatives."""
    return {
        "source_sha256": recipe.source_sha256,
        "converter": recipe.converter,
        "tool_digest": recipe.tool_digest,
        "parameters_digest": recipe.parameters_digest,
    }
