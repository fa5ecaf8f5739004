"""Measured signals whose history is in an InfluxDB: a site's own historian, or another system's.

Which series a signal is, is said by `features.influxdb` of the site file: templates of measurement,
field and tags, and by alias what they do not fit.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from twin.connectors.connector import (
    HISTORY,
    Component,
    HttpConnector,
    Kind,
    Site,
    component_type_id,
    key,
    series,
    static,
)
from twin.connectors.http import Http
from twin.connectors.influxdb_influxql import InfluxQl
from twin.connectors.influxdb_query import Database, Language, Record, Selection, Tags, records
from twin.connectors.influxdb_series import Names, Series, series_at
from twin.connectors.influxdb_sql import Sql
from twin.connectors.source import Row, Window
from twin.connectors.times import read_time
from twin.connectors.values import DataType, Value
from twin.site_document import Signal

KIND = "influxdb"
LANGUAGES: Mapping[str, Language] = {"sql": Sql(), "influxql": InfluxQl()}
TYPES: dict[str, DataType] = {
    "DOUBLE": "DOUBLE",
    "INTEGER": "LONG",  # InfluxDB's have 64 bits
    "BOOLEAN": "BOOLEAN",
    "STRING": "STRING",
}


def kinds(site: Site) -> tuple[Kind, ...]:
    """Return the base, and one type for each equipment type that has measured signals."""
    base = Kind(
        name=KIND,
        title="History of an asset in InfluxDB",
        properties=(key("series_key"), static("database")),
        functions=HISTORY,
    )
    types = {asset.id: asset.type for asset in site.document.assets}
    found: dict[str, dict[str, DataType]] = {}
    for signal in _signals(site):
        found.setdefault(types[signal.asset], {})[signal.name] = TYPES[signal.data_type]
    return (
        base,
        *(
            Kind(
                name=f"{KIND}.{name}",
                title=f"History of {name} assets in InfluxDB",
                properties=tuple(series(one, data_type) for one, data_type in signals.items()),
                extends=(component_type_id(site.document.name, KIND),),
            )
            for name, signals in found.items()
        ),
    )


def components(site: Site) -> tuple[Component, ...]:
    """Return one component for each asset that has measured signals."""
    measured = {signal.asset for signal in _signals(site)}
    return tuple(
        Component(
            asset=asset.id,
            name=KIND,
            kind=f"{KIND}.{asset.type}",
            values=(("series_key", asset.id), ("database", site.options["database"])),
        )
        for asset in site.document.assets
        if asset.id in measured
    )


class InfluxdbSource:
    """Reads the signals of a site from InfluxDB, those of a measurement with one query."""

    def __init__(self, site: Site, http: Http) -> None:
        self._http, self._language = http, LANGUAGES[site.options["language"]]
        self._database = Database(site.options["endpoint"], site.options["database"])
        self._signals: dict[str, dict[str, Signal]] = defaultdict(dict)
        self._series: dict[str, Series] = {}
        types = {asset.id: asset.type for asset in site.document.assets}
        for signal in _signals(site):
            self._signals[signal.asset][signal.name] = signal
            self._series[signal.alias] = series_of(site, signal, types[signal.asset])

    def known_keys(self) -> Sequence[str]:
        """Return the assets that have measured signals."""
        return tuple(self._signals)

    def series(self, key: str) -> Mapping[str, DataType]:
        """Return the measured signals of an asset."""
        return {name: TYPES[signal.data_type] for name, signal in self._signals[key].items()}

    def rows(self, key: str | None, names: Sequence[str], window: Window) -> Iterator[Row]:
        """Yield the values of an asset, or of all, in the order of time."""
        groups = self._groups(self.known_keys() if key is None else (key,), names)
        streams = [self._stream(place, members, window) for place, members in groups.items()]
        yield from heapq.merge(*streams, key=lambda row: row.time, reverse=window.descending)

    def attributes(self, key: str, names: Sequence[str]) -> Mapping[str, Value | None]:
        """Return nothing: InfluxDB has values over time only."""
        return {}

    def _groups(self, keys: Sequence[str], names: Sequence[str]) -> dict[_Place, _Members]:
        groups: dict[_Place, _Members] = defaultdict(lambda: defaultdict(dict))
        for one in keys:
            for name in names:
                if (signal := self._signals[one].get(name)) is not None:
                    where = self._series[signal.alias]
                    place = where.measurement, tuple(key for key, _ in where.tags)
                    groups[place][where.tags, one][name] = where.field
        return groups

    def _stream(self, place: _Place, members: _Members, window: Window) -> Iterator[Row]:
        fields = dict.fromkeys(field for one in members.values() for field in one.values())
        tag_sets = dict.fromkeys(tags for tags, _ in members)
        wanted = Selection(place[0], tuple(fields), tuple(tag_sets))
        for record in records(self._http, self._language, self._database, wanted, window):
            tags = tuple((name, record.get(name)) for name in place[1])
            for (own, asset), by_name in members.items():
                if own == tags:
                    yield _row(asset, by_name, record)


_Place = tuple[str, tuple[str, ...]]
"""A measurement and the keys of its tags."""

_Members = dict[tuple[Tags, str], dict[str, str]]
"""From tags and asset to the fields by the signals' names."""


def series_of(site: Site, signal: Signal, asset_type: str) -> Series:
    """Return where a signal of the site is."""
    names = Names(site.document.name, asset_type, signal.asset, signal.name)
    return series_at(site.options, names)


def _signals(site: Site) -> list[Signal]:
    return [signal for signal in site.document.signals if signal.kind == "measurement"]


def _row(asset: str, by_name: Mapping[str, str], record: Record) -> Row:
    values = {name: record.get(field) for name, field in by_name.items()}
    return Row(read_time(record["time"]), asset, values)


CONNECTOR = HttpConnector(
    name="influxdb",
    title="History in InfluxDB",
    key_property="series_key",
    kinds=kinds,
    components=components,
    feature="influxdb",
    secret=lambda site: str(site.options["token_secret"]),
    source=InfluxdbSource,
)
