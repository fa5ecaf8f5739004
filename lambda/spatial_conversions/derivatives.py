"""What was made of a version of a file, and why each of these files is there."""

from __future__ import annotations

from typing import Any

from catalogue_runtime import files
from catalogue_runtime.access import permitted_asset
from catalogue_runtime.conversions import find_conversion
from catalogue_runtime.made import Derivative, Derivatives, derivatives, find_derivative
from catalogue_runtime.store import CatalogueStore
from spatial_conversions.places import path_of
from spatial_conversions.services import storage, store
from spatial_conversions.views import recipe_body
from twin.api.schemas.spatial_conversions import DerivativeRow, SourceBody
from twin.catalogue.file import FileVersion, StoredFile
from twin.catalogue.identity import AssetId
from twin.catalogue.naming import version_number
from twin.spatial.derivative import RUN
from twin_runtime.http import Body, Request


def list_derivatives(request: Request) -> Body:
    """Answer all that was made of a version of a file: when it was published, and on request."""
    catalogue = store()
    asset_id, file = _version(request, catalogue)
    rows = [
        _row(each, made, file)
        for made in derivatives(catalogue, asset_id, file)
        for each in made.files
    ]
    return {"derivatives": rows}


def explain_derivative(request: Request) -> Body:
    """Answer from what, by what, when, by whom and at what cost a derivative was made."""
    catalogue = store()
    asset_id, file = _version(request, catalogue)
    name, converter = request.path["derivative"], request.one("converter")
    found = find_derivative(catalogue, asset_id, file, name, converter)
    conversion_id = found.of.conversion_id or file.conversion_id
    conversion = find_conversion(catalogue, asset_id, conversion_id)
    return {
        **_row(found.file, found.of, file),
        "source": _source(asset_id, file),
        "recipe": recipe_body(found.of.recipe),
        **_made(found),
        "conversion_id": conversion_id or None,
        "was_cached": conversion.was_cached if conversion else None,
        "requested_by": conversion.requested_by_name if conversion else file.published_by,
        "published_at": conversion.ended_at if conversion else file.published_at,
    }


def _made(found: Derivative) -> dict[str, Any]:
    """Return parameters, facts and run, as the job wrote them beside the derivatives."""
    recipe, bucket = found.of.recipe, storage()
    manifest = bucket.read_json(recipe.manifest_key) or {}
    return {
        "parameters": manifest.get("parameters", {}),
        "facts": manifest.get("facts", {}),
        "run": bucket.read_json(f"{recipe.prefix}/{RUN}"),
    }


def _version(request: Request, catalogue: CatalogueStore) -> tuple[AssetId, FileVersion]:
    asset_id = permitted_asset(request, catalogue).asset_id
    number = version_number(request.path["number"])
    return asset_id, files.file(catalogue, asset_id, path_of(request), number)


def _row(file: StoredFile, made: Derivatives, version: FileVersion) -> DerivativeRow:
    return {
        "file_name": file.file_name,
        "media_type": file.media_type,
        "size_bytes": file.size_bytes,
        "sha256": file.sha256,
        "converter": made.recipe.converter,
        "on_request": bool(made.conversion_id),
        "conversion_id": made.conversion_id or version.conversion_id or None,
    }


def _source(asset_id: AssetId, file: FileVersion) -> SourceBody:
    return {
        "database_id": asset_id.database_id,
        "asset_key": asset_id.asset_key,
        "path": file.path,
        "number": file.number,
        "content_type": file.content_type,
        "size_bytes": file.source.size_bytes,
        "sha256": file.source.sha256,
        "upload_id": file.upload_id,
        "uploaded_by": file.published_by,
        "published_at": file.published_at,
    }
