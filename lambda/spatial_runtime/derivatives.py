"""What a conversion wrote: its manifest and files, verified."""

from __future__ import annotations

from spatial_runtime.asset_storage import AssetStorage
from twin.catalogue.file import StoredFile
from twin.spatial.catalogue import derivatives_of
from twin.spatial.converters import converters
from twin.spatial.derivative import Recipe
from twin.spatial.errors import ConversionError, ManifestInvalid
from twin.spatial.manifest import Manifest
from twin_runtime.logging import logger


def verified_derivatives(storage: AssetStorage, recipe: Recipe) -> tuple[StoredFile, ...]:
    """Return what was made by a recipe; every file is there and whole.

    Raises:
        ManifestInvalid: there is no manifest, it is damaged, or it lacks an output.
        DerivativeInvalid: a file is not what the manifest says.
    """
    files = derivatives_of(_manifest(storage, recipe))
    for file in files:
        storage.verify(file)
    return files


def is_made(storage: AssetStorage, recipe: Recipe) -> bool:
    """Tell whether the same conversion was done before; one that is not whole is done again."""
    try:
        verified_derivatives(storage, recipe)
    except ConversionError as error:
        logger().info("to be converted", extra={"error": error.to_dict()})
        return False
    return True


def _manifest(storage: AssetStorage, recipe: Recipe) -> Manifest:
    try:
        value = storage.read_json(recipe.manifest_key)
    except ValueError as error:
        raise ManifestInvalid("the manifest is not JSON", where=recipe.manifest_key) from error
    if value is None:
        raise ManifestInvalid("the job wrote no manifest", where=recipe.manifest_key)
    manifest = Manifest.from_dict(value, recipe=recipe)
    _require_outputs(manifest)
    return manifest


def _require_outputs(manifest: Manifest) -> None:
    expected = [
        output.file_name
        for converter in converters()
        if converter.name == manifest.recipe.converter
        for output in converter.outputs
        if not output.is_optional
    ]
    written = {file.file_name for file in manifest.files}
    missing = sorted(set(expected) - written)
    if missing:
        raise ManifestInvalid(
            f"outputs are missing: {', '.join(missing)}",
            found=", ".join(sorted(written)),
            expected=", ".join(expected),
            where=manifest.recipe.manifest_key,
        )
