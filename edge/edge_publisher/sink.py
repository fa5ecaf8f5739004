"""Where entries go, and what comes back: one protocol, and SiteWise behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from botocore.exceptions import BotoCoreError, ClientError

from edge_publisher.batches import Entry
from twin.site_document import DataType
from twin.telemetry.sample import NANOSECONDS, Sample

if TYPE_CHECKING:
    from mypy_boto3_iotsitewise import IoTSiteWiseClient
    from mypy_boto3_iotsitewise.type_defs import (
        AssetPropertyValueTypeDef,
        PutAssetPropertyValueEntryTypeDef,
        VariantTypeDef,
    )

PERMANENT_CODES = frozenset(
    {
        "ResourceNotFoundException",
        "InvalidRequestException",
        "ValidationException",
        "TimestampOutOfRangeException",
        "AccessDeniedException",
    }
)
"""Per-entry codes that no repetition can cure; every other code is transient."""

REQUEST_REFUSED_CODES = frozenset({"InvalidRequestException", "ValidationException"})
"""Codes of a whole call that mean that something in the request is wrong."""


@dataclass(frozen=True, slots=True)
class EntryError:
    """One error of one entry; no `times` means that it concerns all values of the entry."""

    entry_id: str
    code: str
    message: str
    times: frozenset[int] = frozenset()

    @property
    def is_permanent(self) -> bool:
        """Return whether sending the entry again cannot help."""
        return self.code in PERMANENT_CODES


class SinkUnavailable(ConnectionError):
    """The whole request failed, perhaps after it was processed: send it again unchanged."""


class RequestRefused(ValueError):
    """The whole request was refused because of something in it."""


class Sink(Protocol):
    """Takes one request of at most 10 entries of 10 values."""

    def put(self, entries: Sequence[Entry]) -> list[EntryError]:
        """Return the errors of entries; raise `SinkUnavailable` or `RequestRefused`."""
        ...


class SiteWiseSink:
    """Puts values by alias with `BatchPutAssetPropertyValue`."""

    def __init__(self, client: IoTSiteWiseClient, data_types: dict[str, DataType]) -> None:
        self._client = client
        self._data_types = data_types

    def put(self, entries: Sequence[Entry]) -> list[EntryError]:
        """Send one request; an entry's good values are kept even where others are refused."""
        try:
            answer = self._client.batch_put_asset_property_value(
                enablePartialEntryProcessing=True, entries=[self._entry(e) for e in entries]
            )
        except ClientError as error:
            if error.response["Error"]["Code"] in REQUEST_REFUSED_CODES:
                raise RequestRefused(str(error)) from error
            raise SinkUnavailable(str(error)) from error
        except BotoCoreError as error:
            raise SinkUnavailable(str(error)) from error
        return [
            EntryError(
                entry_id=entry["entryId"],
                code=error["errorCode"],
                message=error["errorMessage"],
                times=frozenset(
                    time["timeInSeconds"] * NANOSECONDS + time.get("offsetInNanos", 0)
                    for time in error.get("timestamps", [])
                ),
            )
            for entry in answer["errorEntries"]
            for error in entry["errors"]
        ]

    def _entry(self, entry: Entry) -> PutAssetPropertyValueEntryTypeDef:
        data_type = self._data_types.get(entry.alias, "DOUBLE")
        return {
            "entryId": entry.entry_id,
            "propertyAlias": entry.alias,
            "propertyValues": [_value(item.sample, data_type) for item in entry.samples],
        }


def _value(sample: Sample, data_type: DataType) -> AssetPropertyValueTypeDef:
    seconds, nanoseconds = divmod(sample.time_nanoseconds, NANOSECONDS)
    return {
        "value": _variant(sample, data_type),
        "timestamp": {"timeInSeconds": seconds, "offsetInNanos": nanoseconds},
        "quality": sample.quality,
    }


def _variant(sample: Sample, data_type: DataType) -> VariantTypeDef:
    value = sample.value
    if value is None:
        letter = {"DOUBLE": "D", "INTEGER": "I", "BOOLEAN": "B", "STRING": "S"}[data_type]
        return {"nullValue": {"valueType": letter}}  # type: ignore[typeddict-item]
    if data_type == "BOOLEAN":
        return {"booleanValue": bool(value)}
    if data_type == "INTEGER":
        return {"integerValue": int(value)}
    if data_type == "STRING":
        return {"stringValue": str(value)}
    return {"doubleValue": float(value)}
