"""Conversions in the catalogue table, each as two items in the partition of its asset.

conversion#<id>                           sorts by time; also in the list `conversions`
fileconversion#<digest of the path>#<id>  by file; also in the list `conversions#<state>`
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from catalogue_runtime import keys
from catalogue_runtime.pages import RecordPage, listed_page, partition_page
from catalogue_runtime.store import CatalogueStore
from catalogue_runtime.writes import Condition, Write, listed, put
from twin.catalogue.identity import AssetId
from twin.spatial.conversion import KEEP_SECONDS, Conversion, ConversionState, conversion_of
from twin.spatial.conversion_errors import ConversionUnknown

LIST = "conversions"
BY_ID, BY_FILE = "conversion#", "fileconversion#"


@dataclass(frozen=True)
class ConversionPage:
    """One page of conversions, the newest first."""

    conversions: tuple[Conversion, ...]
    next_token: str | None


def find_conversion(
    store: CatalogueStore, asset_id: AssetId, conversion_id: str
) -> Conversion | None:
    """Return a conversion, or None."""
    record = store.read(_key(asset_id, conversion_id))
    return conversion_of(record) if record is not None else None


def conversion(store: CatalogueStore, asset_id: AssetId, conversion_id: str) -> Conversion:
    """Return a conversion.

    Raises:
        ConversionUnknown: the asset has none of this id.
    """
    found = find_conversion(store, asset_id, conversion_id)
    if found is None:
        raise ConversionUnknown(
            "the asset has no such conversion",
            found=ascii(conversion_id)[:80],
            where=str(asset_id),
        )
    return found


def conversion_writes(conversion: Conversion, *, before: Conversion | None = None) -> list[Write]:
    """Return the writes of a conversion in its new state.

    With `before` they hold only where it still is as it was then; what its job said does not count.
    """
    return _writes(conversion, _unchanged(before) if before else None)


def progress_writes(conversion: Conversion, *, before: Conversion) -> list[Write]:
    """Return the writes of what a job said, which hold only where nothing newer was said."""
    condition = _unchanged(before)
    newer = "attribute_not_exists(moved_at) OR moved_at < :moved"
    return _writes(
        conversion,
        Condition(
            f"{condition.expression} AND ({newer})",
            {**condition.values, ":moved": _moved(conversion)},
        ),
    )


def _writes(conversion: Conversion, condition: Condition | None) -> list[Write]:
    more: dict[str, Any] = {
        "conversion_state": {"S": conversion.state},
        "conversion_step": {"S": conversion.step},
        "execution": {"S": conversion.execution},
    }
    if conversion.moved_at is not None:
        more["moved_at"] = _moved(conversion)
    if conversion.state != "SUCCEEDED":
        more["delete_after"] = {"N": str(int(conversion.requested_at) + KEEP_SECONDS)}
    record, at = asdict(conversion), conversion.requested_at
    asset_id, conversion_id = conversion.asset_id, conversion.conversion_id
    file_key = f"{_of_file(conversion.path)}{conversion_id}"
    return [
        put(
            _key(asset_id, conversion_id),
            record,
            more={**more, **listed(LIST, at)},
            condition=condition,
        ),
        put(
            keys.key(keys.asset_partition(asset_id), file_key),
            record,
            more={**more, **listed(f"{LIST}#{conversion.state}", at)},
        ),
    ]


def newest_conversions(
    store: CatalogueStore, state: ConversionState | None, *, limit: int, token: str | None
) -> ConversionPage:
    """Return one page of all conversions, or of those in one state, by the time of their request.

    Raises:
        QueryInvalid: the token is not of this list.
    """
    listing = LIST if state is None else f"{LIST}#{state}"
    return _page(listed_page(store, listing, limit=limit, token=token))


def conversions_of_asset(
    store: CatalogueStore, asset_id: AssetId, *, limit: int, token: str | None
) -> ConversionPage:
    """Return one page of the conversions of an asset; errors as `newest_conversions`."""
    return _of_partition(store, asset_id, BY_ID, limit, token)


def conversions_of_file(
    store: CatalogueStore, asset_id: AssetId, path: str, *, limit: int, token: str | None
) -> ConversionPage:
    """Return one page of the conversions of a file; errors as `newest_conversions`."""
    return _of_partition(store, asset_id, _of_file(path), limit, token)


def _of_partition(
    store: CatalogueStore, asset_id: AssetId, prefix: str, limit: int, token: str | None
) -> ConversionPage:
    partition = keys.asset_partition(asset_id)
    page = partition_page(store, partition, prefix, limit=limit, token=token, newest_first=True)
    return _page(page)


def _page(page: RecordPage) -> ConversionPage:
    return ConversionPage(tuple(map(conversion_of, page.records)), page.next_token)


def _moved(conversion: Conversion) -> dict[str, str]:
    return {"N": repr(conversion.moved_at)}


def _unchanged(before: Conversion) -> Condition:
    texts = {":state": before.state, ":step": before.step, ":execution": before.execution}
    return Condition(
        "conversion_state = :state AND conversion_step = :step AND execution = :execution",
        {name: {"S": text} for name, text in texts.items()},
    )


def _key(asset_id: AssetId, conversion_id: str) -> keys.Key:
    return keys.key(keys.asset_partition(asset_id), f"{BY_ID}{conversion_id}")


def _of_file(path: str) -> str:
    return f"{BY_FILE}{keys.path_digest(path)}#"
