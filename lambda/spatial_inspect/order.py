"""The order of a conversion job."""

from __future__ import annotations

import json
from dataclasses import dataclass

from twin.spatial.converter import Converter
from twin.spatial.derivative import Recipe
from twin.spatial.upload import Upload
from twin.spatial.workflow import JobOrder, error_key
from twin_runtime.errors import SettingMissing
from twin_runtime.settings import setting


@dataclass(frozen=True)
class Image:
    """A published image: its job definition and the digest of what it was built from."""

    definition: str
    tool_digest: str


def image_of(converter: Converter) -> Image:
    """Return the published image of a converter.

    Raises:
        SettingMissing: the deployment does not know the image.
    """
    images = json.loads(setting("CONVERTER_IMAGES"))
    if converter.image not in images:
        raise SettingMissing(
            f"the image of {converter.name} is not deployed",
            found=", ".join(images),
            expected=converter.image,
            where="CONVERTER_IMAGES",
        )
    return Image(**images[converter.image])


def job_order(converter: Converter, image: Image, upload: Upload, recipe: Recipe) -> JobOrder:
    """Return the job that converts an upload, sized by the measured source."""
    uploads, assets = setting("UPLOADS_BUCKET"), setting("ASSETS_BUCKET")
    size = converter.size_for(upload.plan.size_bytes)
    command = [
        *("--source", f"s3://{uploads}/{upload.key}"),
        *("--sha256", upload.sha256),
        *("--output", f"s3://{assets}/{recipe.prefix}"),
        *("--error", f"s3://{uploads}/{error_key(upload.upload_id)}"),
        *("--asset-key", upload.plan.asset_key),
        *("--converter", converter.name),
        *("--tool-digest", image.tool_digest),
        *("--memory-mebibytes", str(size.memory_mebibytes)),
        *("--timeout-seconds", str(size.timeout_seconds)),
        *("--vcpus", str(size.vcpus)),
        *converter.options(),
    ]
    return {
        "name": f"{converter.name}-{upload.upload_id}",
        "definition": image.definition,
        "command": command,
        "vcpus": str(size.vcpus),
        "memory_mebibytes": str(size.memory_mebibytes),
        "timeout_seconds": size.attempt_seconds,
    }
