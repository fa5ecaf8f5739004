"""Conversions as the API shows them."""

from __future__ import annotations

from typing import cast

from twin.api.schemas.spatial_conversions import ConversionBody, RecipeBody
from twin.spatial.conversion import Conversion
from twin.spatial.conversion_view import conversion_view
from twin.spatial.derivative import Recipe


def conversion_body(conversion: Conversion) -> ConversionBody:
    """Return a conversion."""
    return cast("ConversionBody", conversion_view(conversion))


def recipe_body(recipe: Recipe) -> RecipeBody:
    """Return what decides the bytes of derivatives."""
    return {
        "source_sha256": recipe.source_sha256,
        "converter": recipe.converter,
        "tool_digest": recipe.tool_digest,
        "parameters_digest": recipe.parameters_digest,
    }
