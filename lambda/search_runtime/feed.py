"""The changes of the catalogue in the order of time, as the index follows them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from catalogue_runtime import keys
from catalogue_runtime.store import CatalogueStore
from twin.catalogue.change import Change
from twin.catalogue.records import change_of
from twin_runtime.listing import INDEX


def changes_from(store: CatalogueStore, since: float) -> Iterator[tuple[Change, ...]]:
    """Yield the changes at or after a time in seconds since 1970, page by page, the oldest first.

    The index of the table is eventually consistent and the time of a change is that of its writer
    before it wrote: who follows asks again from some time before the last change it saw.
    """
    pages = store.client.get_paginator("query").paginate(**_question(store, since))
    for page in pages:
        yield tuple(change_of(json.loads(item["record"]["S"])) for item in page["Items"])


def is_changed_after(store: CatalogueStore, moment: float) -> bool:
    """Tell whether there is a change after a time."""
    after = round(moment + 1e-6, 6)
    return bool(store.client.query(**_question(store, after), Limit=1)["Items"])


def _question(store: CatalogueStore, since: float) -> Any:  # noqa: ANN401 - arguments of a query
    return {
        "TableName": store.table,
        "IndexName": INDEX,
        "KeyConditionExpression": "gpk = :changes AND gsk >= :since",
        "ExpressionAttributeValues": {
            ":changes": {"S": keys.CHANGES},
            ":since": {"S": keys.time_text(max(0.0, since))},
        },
    }
