"""What requests made of a version of a file, beside what was made when it was published.

Items: `made#<digest of the path>#<n>#<converter>` in the partition of the asset: the last result of
each converter.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from catalogue_runtime import keys
from catalogue_runtime.pages import partition_items
from catalogue_runtime.store import CatalogueStore
from catalogue_runtime.writes import Write, put
from twin.catalogue.errors import AssetFileUnknown
from twin.catalogue.file import FileVersion, StoredFile
from twin.catalogue.identity import AssetId
from twin.spatial.derivative import Recipe

MADE = "made#"


@dataclass(frozen=True)
class Derivatives:
    """The files of one recipe; `conversion_id` is of the request, empty where it was the upload."""

    recipe: Recipe
    files: tuple[StoredFile, ...]
    conversion_id: str


@dataclass(frozen=True)
class Derivative:
    """One file, and what it is one of."""

    file: StoredFile
    of: Derivatives


def made_write(asset_id: AssetId, path: str, number: int, made: Derivatives) -> Write:
    """Return the write of what a request made."""
    sort = f"{_prefix(path, number)}{made.recipe.converter}"
    return put(keys.key(keys.asset_partition(asset_id), sort), asdict(made))


def derivatives(
    store: CatalogueStore, asset_id: AssetId, file: FileVersion
) -> tuple[Derivatives, ...]:
    """Return all that was made of a version of a file: first of its upload, then by converter."""
    automatic = [Derivatives(file.recipe, file.derivatives, "")] if file.recipe else []
    items = partition_items(
        store,
        keys.asset_partition(asset_id),
        _prefix(file.path, file.number),
        attributes=("record",),
    )
    return (*automatic, *(_made(_json(item)) for item in items))


def find_derivative(
    store: CatalogueStore, asset_id: AssetId, file: FileVersion, name: str, converter: str | None
) -> Derivative:
    """Return a derivative by its name; what the upload brought is found first.

    With a converter it is the one that this converter made last.

    Raises:
        AssetFileUnknown: there is none.
    """
    sets = derivatives(store, asset_id, file)
    if converter is not None:
        sets = tuple(one for one in reversed(sets) if one.recipe.converter == converter)
    for one in sets:
        for found in one.files:
            if found.file_name == name:
                return Derivative(found, one)
    raise AssetFileUnknown(
        "the file has no derivative of this name",
        found=ascii(name)[:80],
        expected=", ".join(each.file_name for one in sets for each in one.files) or "none",
        where="derivative",
    )


def _json(item: Mapping[str, Any]) -> Any:  # noqa: ANN401 - a record
    return json.loads(item["record"]["S"])


def _made(record: Mapping[str, Any]) -> Derivatives:
    return Derivatives(
        recipe=Recipe(**record["recipe"]),
        files=tuple(StoredFile(**file) for file in record["files"]),
        conversion_id=record["conversion_id"],
    )


def _prefix(path: str, number: int) -> str:
    return f"{MADE}{keys.path_digest(path)}#{number:08d}#"
