"""Where entries go, and what comes back: one protocol, and SiteWise behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from botocore.exceptions import BotoCoreError, ClientError
from botocore.parsers import ResponseParserError

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
    {"InvalidRequestException", "ValidationException", "TimestampOutOfRangeException"}
)
"""Codes of entries that say that a value is wrong, which no repetition can cure."""

UNKNOWN_SIGNAL = "ResourceNotFoundException"

SIGNAL_CODES = frozenset({UNKNOWN_SIGNAL, "AccessDeniedException"})
"""Codes of entries that say that the store does not take this signal now, whatever its values.

A deployment can make the property later, and a policy can be put right.
"""

REQUEST_REFUSED_CODES = frozenset({"InvalidRequestException", "ValidationException"})
"""Codes of a whole call that mean that something in the request is wrong.

Every other one, from throttling to expired credentials, says nothing about the values.
"""


@dataclass(frozen=True, slots=True)
class EntryError:
    """One error of one entry; no `times` means that it concerns all values of the entry."""

    entry_id: str
    code: str
    message: str
    times: frozenset[int] = frozenset()

    @property
    def is_permanent(self) -> bool:
        """Return whether sending the value again cannot help."""
        return self.code in PERMANENT_CODES

    @property
    def concerns_signal(self) -> bool:
        """Return whether the store does not take the signal now."""
        return self.code in SIGNAL_CODES


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

    def __init__(self, client: IoTSiteWiseClient, data_types: Mapping[str, DataType]) -> None:
        self._client = client
        self._data_types = data_types

    def put(self, entries: Sequence[Entry]) -> list[EntryError]:
        """Send one request; an entry's good values are kept even where others are refused."""
        written = [self._entry(entry) for entry in entries]
        unfit = [error for _, errors in written for error in errors]
        sendable = [entry for entry, _ in written if entry["propertyValues"]]
        return [*unfit, *self._send(sendable)] if sendable else unfit

    def _send(self, entries: list[PutAssetPropertyValueEntryTypeDef]) -> list[EntryError]:
        try:
            answer = self._client.batch_put_asset_property_value(
                enablePartialEntryProcessing=True, entries=entries
            )
        except ClientError as error:
            if error.response["Error"]["Code"] in REQUEST_REFUSED_CODES:
                raise RequestRefused(str(error)) from error
            raise SinkUnavailable(str(error)) from error
        except (BotoCoreError, ResponseParserError) as error:
            raise SinkUnavailable(str(error)) from error
        return list(_errors(answer))

    def _entry(self, entry: Entry) -> tuple[PutAssetPropertyValueEntryTypeDef, list[EntryError]]:
        """Return the entry as the API wants it, and the values that its data type cannot express.

        The site file may have changed since those were spooled; they must not stop the others.
        """
        data_type = self._data_types.get(entry.alias, "DOUBLE")
        values: list[AssetPropertyValueTypeDef] = []
        errors: list[EntryError] = []
        for sample in (item.sample for item in entry.samples):
            try:
                values.append(_value(sample, data_type))
            except (TypeError, ValueError, OverflowError):
                message = f"{sample.value!r:.60} is no {data_type}"
                times = frozenset({sample.time_nanoseconds})
                errors.append(EntryError(entry.entry_id, "InvalidRequestException", message, times))
        return {
            "entryId": entry.entry_id,
            "propertyAlias": entry.alias,
            "propertyValues": values,
        }, errors


def _errors(answer: Mapping[str, Any]) -> Iterator[EntryError]:
    """Yield the errors of an answer; one that a proxy made up must not pass for success."""
    if "errorEntries" not in answer:
        raise SinkUnavailable("the answer is not one of the store")
    for entry in answer["errorEntries"]:
        for error in entry["errors"]:
            times = frozenset(
                time["timeInSeconds"] * NANOSECONDS + time.get("offsetInNanos", 0)
                for time in error.get("timestamps", [])
            )
            message = error.get("errorMessage", "")
            yield EntryError(entry["entryId"], error["errorCode"], message, times)


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
