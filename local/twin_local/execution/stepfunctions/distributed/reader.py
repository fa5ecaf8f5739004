"""Fetch the items of a distributed Map from S3, under the state machine's role."""

from __future__ import annotations

import csv
import gzip
import io
import itertools
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError
from moto.stepfunctions.parser.asl.eval.environment import Environment

from twin_local.execution import in_process
from twin_local.execution.shapes import as_json
from twin_local.execution.stepfunctions.distributed.items import UnreadableItems, items_of
from twin_local.execution.stepfunctions.distributed.settings import (
    DistributedSettings,
    ReaderSettings,
)
from twin_local.execution.stepfunctions.failures import map_failure
from twin_local.execution.stepfunctions.templates import evaluate

LARGEST_NUMBER = 100_000_000
"""MaxItems at most, and what 0 stands for."""


def read_items(
    settings: DistributedSettings, reader: ReaderSettings, env: Environment
) -> list[Any]:
    """Return the items that an ItemReader gives.

    Raises:
        FailureEventException: `States.ItemReaderFailed`, with what is wrong.
    """
    is_jsonata = settings.is_jsonata
    arguments = evaluate(reader.arguments, env, is_jsonata=is_jsonata)
    limit = _max_items(reader.config, env, is_jsonata=is_jsonata)
    source = _Source(env, reader)
    try:
        return list(itertools.islice(source.items(arguments), limit))
    except UnreadableItems as error:
        raise map_failure(env, "States.ItemReaderFailed", str(error)) from error
    except ClientError as error:
        cause = f"{error.response['Error']['Code']}: {error.response['Error']['Message']}"
        raise map_failure(env, "States.ItemReaderFailed", cause) from error


def _max_items(config: Mapping[str, Any], env: Environment, *, is_jsonata: bool) -> int:
    value = config.get("MaxItems", 0)
    if "MaxItemsPath" in config:
        value = evaluate({"value.$": config["MaxItemsPath"]}, env, is_jsonata=False)["value"]
    elif isinstance(value, str):
        value = evaluate({"value": value}, env, is_jsonata=is_jsonata)["value"]
    if not isinstance(value, int) or isinstance(value, bool):
        raise map_failure(env, "States.ItemReaderFailed", f"MaxItems {value!r} is not an integer")
    if value < 0:
        raise map_failure(env, "States.ItemReaderFailed", "field MaxItems must be positive")
    return min(value or LARGEST_NUMBER, LARGEST_NUMBER)


@dataclass(frozen=True)
class _Source:
    """Objects of S3 as one reader sees them."""

    env: Environment
    reader: ReaderSettings

    def items(self, arguments: Mapping[str, Any]) -> Iterator[Any]:
        if self.reader.action == "listObjectsV2":
            yield from self._listed(arguments)
        elif self.reader.is_manifest:
            yield from self._manifest(arguments)
        else:
            yield from items_of(self._text(arguments), self.reader.input_type, self.reader.config)

    def _listed(self, arguments: Mapping[str, Any]) -> Iterator[Any]:
        """Yield what is listed, or with LOAD_AND_FLATTEN the items of each object."""
        loads = self.reader.config.get("Transformation") == "LOAD_AND_FLATTEN"
        for page in self._s3.get_paginator("list_objects_v2").paginate(**arguments):
            for entry in page.get("Contents", []):
                if loads:
                    where = {"Bucket": arguments["Bucket"], "Key": entry["Key"]}
                    text, kind = self._text(where), self.reader.input_type
                    yield from items_of(text, kind, self.reader.config)
                else:
                    yield _listing(entry)

    def _manifest(self, arguments: Mapping[str, Any]) -> Iterator[Any]:
        """Yield the objects that an inventory lists, or the rows of Athena's data files."""
        text = self._text(arguments)
        if self.reader.config.get("ManifestType") == "ATHENA_DATA":
            for line in text.splitlines():
                bucket, _, key = line.strip().removeprefix("s3://").partition("/")
                where = {"Bucket": bucket, "Key": key}
                kind = str(self.reader.config.get("InputType", "CSV"))
                yield from items_of(self._text(where), kind, self.reader.config)
            return
        yield from self._inventory(text)

    def _inventory(self, text: str) -> Iterator[dict[str, str]]:
        try:
            manifest = json.loads(text)
            bucket = str(manifest["destinationBucket"]).removeprefix("arn:aws:s3:::")
            schema = [name.strip() for name in str(manifest["fileSchema"]).split(",")]
            keys = [file["key"] for file in manifest["files"]]
        except (ValueError, KeyError, TypeError) as error:
            raise UnreadableItems(f"the object is not an S3 inventory manifest: {error}") from error
        if manifest.get("fileFormat") != "CSV":
            raise UnreadableItems("only inventories in the file format CSV can be read")
        for key in keys:
            rows: Iterable[list[str]] = csv.reader(
                io.StringIO(self._text({"Bucket": bucket, "Key": key}))
            )
            yield from (dict(zip(schema, row, strict=False)) for row in rows)

    def _text(self, arguments: Mapping[str, Any]) -> str:
        body: bytes = self._s3.get_object(**arguments)["Body"].read()
        if body.startswith(b"\x1f\x8b"):
            body = gzip.decompress(body)
        try:
            return body.decode("utf-8")
        except UnicodeDecodeError as error:
            raise UnreadableItems(f"{arguments.get('Key')} is not UTF-8: {error}") from error

    @property
    def _s3(self) -> Any:
        details = self.env.aws_execution_details
        return in_process.client("s3", details.region, details.role_arn)


def _listing(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return an object's metadata as the service gives it: the time in seconds since 1970."""
    shown = {name: as_json(value) for name, value in entry.items()}
    shown["LastModified"] = int(entry["LastModified"].timestamp())
    return {"Etag" if name == "ETag" else name: value for name, value in shown.items()}
