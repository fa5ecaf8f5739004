"""Data streams: values that came by an alias before a property had it.

They are kept under an id of their own. When a property gets the alias, by
AssociateTimeSeriesToAssetProperty or UpdateAssetProperty, it takes the values over.
https://docs.aws.amazon.com/iot-sitewise/latest/userguide/manage-data-streams.html
"""

from __future__ import annotations

from collections.abc import Iterator

from twin_local.services.iotsitewise.exceptions import (
    InvalidRequestException,
    ResourceNotFoundException,
)
from twin_local.services.iotsitewise.points.chunk_table import FOREVER_NS
from twin_local.services.iotsitewise.points.table import QUALITIES
from twin_local.services.iotsitewise.registry import Registry
from twin_local.services.iotsitewise.series import Series
from twin_local.services.iotsitewise.series_index import SeriesIndex
from twin_local.services.iotsitewise.shapes import (
    MEMBER_OF_TYPE,
    TYPE_OF_NULL,
    Json,
    member_of,
    new_id,
)
from twin_local.services.iotsitewise.store import Kind, Store

KIND: Kind = "time-series"
TYPE_OF_MEMBER = {"doubleValue": "DOUBLE", "integerValue": "INTEGER"}
TYPE_OF_MEMBER |= {"booleanValue": "BOOLEAN", "stringValue": "STRING"}


class Streams:
    """The data streams without a property, and how a series is found by any of its names."""

    def __init__(
        self,
        *,
        registry: Registry,
        index: SeriesIndex,
        store: Store,
    ) -> None:
        self._registry, self._index, self._store = registry, index, store
        self._wanted: set[str] | None = None
        """Aliases of assets that have changed and may be streams'; None: any alias may be."""
        self._by_alias: dict[str, Series] = {}
        self._reread()
        registry.listen("asset", self._asset_changed)
        registry.listen("asset-model", self._model_changed)
        store.on_undone.append(self._reread)

    def find(self, request: Json) -> Series:
        """Return the series of a property, or the stream that has its alias.

        Raises:
            InvalidRequestException: neither or both of alias and ids are given.
            ResourceNotFoundException: there is no such series.
        """
        self.adopt()
        try:
            return self._index.find(request)
        except ResourceNotFoundException:
            stream = self._by_alias.get(request.get("propertyAlias") or "")
            if stream is None:
                raise
            return stream

    def by_alias(self, alias: str) -> Series | None:
        """Return the stream of an alias that no property has."""
        self.adopt()
        return self._by_alias.get(alias)

    def all(self) -> Iterator[Series]:
        """Yield every stream."""
        self.adopt()
        yield from list(self._by_alias.values())

    def draft(self, alias: str, data_type: str) -> Series:
        """Return a stream of an alias that is not kept yet."""
        body = {"id": new_id(None), "alias": alias, "dataType": data_type}
        return series_of({**body, "createdAt": self._registry.now()})

    def keep(self, stream: Series) -> None:
        """Keep a stream, if it is not kept already."""
        if stream.alias is None or stream.alias in self._by_alias:
            return
        body = {"id": stream.key, "alias": stream.alias, "dataType": stream.data_type}
        document = {**body, "createdAt": stream.created_at}
        self._store.put_document(KIND, stream.key, document)
        self._by_alias[stream.alias] = stream

    def separate(self, series: Series, alias: str) -> None:
        """Take the values of a property away, into a stream of its alias."""
        stream = self.draft(alias, series.data_type)
        self.keep(stream)
        self._store.rename_series(series.key, stream.key)

    def remove(self, stream: Series) -> None:
        """Remove a stream with its values."""
        self._store.delete_series(stream.key)
        self._forget(stream)

    def hand_over(self, stream: Series, key: str) -> None:
        """Give the values of a stream to a property; of the same time and quality its own stand."""
        with self._store.transaction():
            own = [
                (one, self._store.columns(key, one, after_ns=-FOREVER_NS, until_ns=FOREVER_NS))
                for one in QUALITIES
            ]
            self._store.rename_series(stream.key, key)
            for quality, values in own:
                self._store.put_columns(key, quality, values)
            self._forget(stream)

    def adopt(self) -> None:
        """Give the values of streams to properties that have got their alias."""
        wanted, self._wanted = self._wanted, set()
        for alias in list(self._by_alias) if wanted is None else wanted:
            owner, stream = self._index.by_alias(alias), self._by_alias.get(alias)
            if owner is not None and stream is not None and owner.data_type == stream.data_type:
                self.hand_over(stream, owner.key)

    def _reread(self) -> None:
        known = self._store.documents(KIND).values()
        self._by_alias = {one["alias"]: series_of(one) for one in known}
        self._wanted = None

    def _asset_changed(self, _key: str, _before: Json | None, after: Json | None) -> None:
        if self._wanted is not None and self._by_alias:
            settings = after["settings"].values() if after else ()
            self._wanted |= {one["alias"] for one in settings if one.get("alias")}

    def _model_changed(self, _key: str, _before: Json | None, _after: Json | None) -> None:
        self._wanted = None

    def _forget(self, stream: Series) -> None:
        self._store.delete_document(KIND, stream.key)
        del self._by_alias[stream.alias or ""]


def series_of(body: Json) -> Series:
    """Return the series of a stream's document."""
    return Series(
        asset_id="",
        property_id="",
        model_id="",
        name=body["alias"],
        data_type=body["dataType"],
        kind="stream",
        alias=body["alias"],
        notifies=False,
        default_value=None,
        created_at=body["createdAt"],
        definition={},
        stream_id=body["id"],
    )


def type_of(value: Json) -> str:
    """Return the data type that the first `Variant` of a stream gives it.

    Raises:
        InvalidRequestException: it is a null value of unknown type.
    """
    member = member_of(value)
    found = TYPE_OF_MEMBER.get(member)
    if member == "nullValue":
        found = TYPE_OF_NULL.get(value[member].get("valueType", ""))
    if found is None or found not in MEMBER_OF_TYPE:
        raise InvalidRequestException("the first value of a data stream must have a type")
    return found
