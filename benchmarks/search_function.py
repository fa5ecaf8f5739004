"""The searching function over a snapshot, as API Gateway calls it."""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3

from benchmarks.harness import Result, percentile
from benchmarks.running import bare_moto
from catalogue_runtime.keys import asset_key
from catalogue_runtime.store import CatalogueStore
from catalogue_runtime.writes import put
from search_runtime.pointer import Snapshot, move_pointer
from search_runtime.snapshots import SnapshotStore
from spatial_search.handler import handler, index
from twin.catalogue.history import SYSTEM, asset_subject, entry
from twin.catalogue.records import to_record
from twin.catalogue.search.document import SearchDocument
from twin.catalogue.search.sqlite.schema import FORMAT
from twin.site_document import SiteDocument
from twin_runtime import clients
from twin_runtime.site import site

TABLE, BUCKET = "catalog", "assets"
CHANGED = 50
WORDS = ("pump", "valve", "boiler house", "steel gasket", "laser scan")


def function_results(
    documents: Sequence[SearchDocument], snapshot: Path, runs: int, target_ms: float
) -> list[Result]:
    """Measure a cold start with the snapshot, then searches with and without changes."""
    with bare_moto() as (_, url), _deployed(url):
        store = CatalogueStore(clients.dynamodb(), TABLE)
        _fill(store, documents, snapshot)
        cold = _milliseconds(lambda: _search("pump"))
        bare = [_milliseconds(lambda: _get_item(store, documents[0])) for _ in range(runs)]
        warm = [_milliseconds(_asking(number)) for number in range(runs)]
        changing = []
        for number in range(runs):
            _change(store, documents[number % CHANGED])
            changing.append(_milliseconds(_asking(number)))
        index().close()
        index.cache_clear()
    reference = percentile(bare, 50)
    results = [
        Result("search: DynamoDB GetItem by boto3, p50", reference, "ms"),
        Result("search: function, cold, with its snapshot", cold, "ms", "GetItem", reference),
    ]
    for name, took in {"warm": warm, "after a change": changing}.items():
        p50, p95 = percentile(took, 50), percentile(took, 95)
        results += [
            Result(f"search: function, {name}, p50", p50, "ms", "GetItem", reference),
            Result(f"search: function, {name}, p95", p95, "ms", "target", target_ms),
        ]
    return results


@contextmanager
def _deployed(url: str) -> Iterator[None]:
    with tempfile.TemporaryDirectory() as folder:
        document = SiteDocument(
            name="bench",
            title="",
            time_zone="Etc/UTC",
            thing_name="",
            plc_endpoint="",
            assets=(),
            signals=(),
            alarms=(),
            commands=(),
            models=(),
            scene=(),
        )
        (Path(folder) / "site.json").write_text(document.to_json(), encoding="utf-8")
        settings = {
            "AWS_ENDPOINT_URL": url,
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "local",
            "AWS_SECRET_ACCESS_KEY": "local",
            "LAMBDA_TASK_ROOT": folder,
            "CATALOG_TABLE": TABLE,
            "ASSETS_BUCKET": BUCKET,
        }
        before = dict(os.environ)
        os.environ.update(settings)
        _forget()
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(before)
            _forget()


def _forget() -> None:
    for cached in (clients.s3, clients.dynamodb, site):
        cached.cache_clear()


def _fill(store: CatalogueStore, documents: Sequence[SearchDocument], path: Path) -> None:
    names = ("pk", "sk", "gpk", "gsk")
    boto3.client("dynamodb").create_table(
        TableName=TABLE,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in names],
        KeySchema=_schema("pk", "sk"),
        GlobalSecondaryIndexes=[
            {
                "IndexName": "by-time",
                "KeySchema": _schema("gpk", "gsk"),
                "Projection": {"ProjectionType": "ALL"},
            }
        ],
    )
    clients.s3().create_bucket(Bucket=BUCKET)
    for document in documents[:CHANGED]:
        _change(store, document)
    size, sha256 = SnapshotStore(clients.s3(), BUCKET).store(path, "search/snapshot")
    now = time.time()
    move_pointer(
        store,
        Snapshot("search/snapshot", size, sha256, now, now, now, len(documents), FORMAT, 1),
    )


def _schema(partition: str, sort: str) -> Any:  # noqa: ANN401 - of boto3
    return [
        {"AttributeName": partition, "KeyType": "HASH"},
        {"AttributeName": sort, "KeyType": "RANGE"},
    ]


def _change(store: CatalogueStore, document: SearchDocument) -> None:
    asset = document.asset
    subject = asset_subject(asset.asset_id)
    change = entry(subject, "updateAsset", author=SYSTEM, at=time.time())
    store.commit([put(asset_key(asset.asset_id), to_record(asset))], change)


def _get_item(store: CatalogueStore, document: SearchDocument) -> None:
    store.client.get_item(TableName=TABLE, Key=asset_key(document.asset.asset_id))


def _asking(number: int) -> Callable[[], None]:
    return lambda: _search(WORDS[number % len(WORDS)])


def _search(text: str) -> None:
    answer = handler(
        {
            "httpMethod": "GET",
            "resource": "/assets",
            "pathParameters": None,
            "multiValueQueryStringParameters": {"q": [text]},
            "headers": {},
            "body": None,
            "requestContext": {
                "authorizer": {"subject": "ana", "name": "Ana", "role": "viewer"},
            },
        },
        None,
    )
    if answer["statusCode"] != 200 or not json.loads(answer["body"])["assets"]:
        raise RuntimeError(answer["body"][:300])


def _milliseconds(action: Callable[[], None]) -> float:
    start = time.perf_counter()
    action()
    return 1000 * (time.perf_counter() - start)
