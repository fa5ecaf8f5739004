"""What a conversion wrote: its manifest and files, verified."""

from __future__ import annotations

from spatial_runtime.asset_storage import AssetStorage
from twin.catalogue.file import StoredFile
from twin.spatial.catalogue import derivatives_of
from twin.spatial.converter import Converter
from twin.spatial.derivative import Recipe
from twin.spatial.errors import ConversionError, ManifestInvalid
from twin.spatial.manifest import Manifest
from twin.spatial.site_converters import SiteConverters
from twin_runtime.logging import logger
from twin_runtime.site import site


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
    for converter in SiteConverters.of(site()).all:
        if converter.name == recipe.converter:
            _require_outputs(manifest, converter)
            if converter.is_of_site:
                _require_declared(manifest, converter)
    return manifest


def _require_outputs(manifest: Manifest, converter: Converter) -> None:
    expected = [output.file_name for output in converter.outputs if not output.is_optional]
    written = {file.file_name for file in manifest.files}
    missing = sorted(set(expected) - written)
    if missing:
        raise ManifestInvalid(
            f"outputs are missing: {', '.join(missing)}",
            found=", ".join(sorted(written)),
            expected=", ".join(expected),
            where=manifest.recipe.manifest_key,
        )


def _require_declared(manifest: Manifest, converter: Converter) -> None:
    """Require of an image that is not ours no file, and no kind of file, that nobody declared."""
    declared = {output.file_name: output.media_type for output in converter.outputs}
    for file in manifest.files:
        if declared.get(file.file_name) != file.media_type:
            raise ManifestInvalid(
                f"{converter.name} declares no such file",
                found=f"{file.file_name} as {file.media_type}"[:200],
                expected=", ".join(f"{name} as {kind}" for name, kind in declared.items()),
                where=manifest.recipe.manifest_key,
            )
