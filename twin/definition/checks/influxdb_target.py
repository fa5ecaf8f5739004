"""Whether every value that `features.influxdb.target` asks for has a place of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from twin.connectors.influxdb_lines import QUALITY
from twin.connectors.influxdb_series import Names, Series, series_at
from twin.definition.checks.scope import Scope
from twin.definition.influxdb import InfluxdbOptions

KEY = ("features", "influxdb", "target")
UNWRITABLE = re.compile(r"[\\\r\n]")
"""The line protocol has no way to write them in a name."""


def check(scope: Scope) -> None:
    """Check that no two signals are one series, that types agree, and that names can be written."""
    options = scope.site.features.influxdb
    if options is None or options.target is None:
        return
    found: dict[Series, str] = {}
    kinds: dict[tuple[str, str], tuple[str, str]] = {}
    for alias, data_type, series in _signals(scope, options):
        fault = _fault(alias, data_type, series, found, kinds)
        if fault is not None:
            _report(scope, alias, *fault)
            return  # a wrong template is wrong for most signals


def _fault(
    alias: str,
    data_type: str,
    series: Series,
    found: dict[Series, str],
    kinds: dict[tuple[str, str], tuple[str, str]],
) -> tuple[str, str, str] | None:
    """Return code, message and what is expected of the first thing that is wrong."""
    if not _writable(series):
        message = "the line protocol of InfluxDB cannot write this name"
        return "BAD_VALUE", message, "no backslash, no line break, no # at the start"
    if (other := found.setdefault(series, alias)) != alias:
        message = f"values would replace those of {other}: both are the same series"
        return "DUPLICATE_ADDRESS", message, "another measurement, field or tag for each signal"
    known, of = kinds.setdefault((series.measurement, series.field), (data_type, alias))
    if known != data_type:
        message = f"the field is {data_type} here, and {known} for {of}: it has one type only"
        return "BAD_VALUE", message, "another measurement or field for each type of data"
    return None


def _writable(series: Series) -> bool:
    names = (series.measurement, series.field, *(one for tag in series.tags for one in tag))
    if series.measurement.startswith("#"):  # a comment
        return False
    return all(names) and not any(UNWRITABLE.search(one) for one in names)


def _signals(scope: Scope, options: InfluxdbOptions) -> Iterator[tuple[str, str, Series]]:
    """Yield alias, type of data and series of every signal that changes."""
    told = options.model_dump(mode="json")
    for asset_id, asset in scope.site.twin.assets.items():
        for name, one in scope.properties.get(asset.type, {}).items():
            if one.kind == "attributes":
                continue
            names = Names(scope.site.name, asset.type, asset_id, name)
            series = series_at(told, names)
            tags = tuple(tag for tag in series.tags if tag[0] != QUALITY)
            yield names.alias, one.data_type, Series(series.measurement, series.field, tags)


def _report(scope: Scope, alias: str, code: str, message: str, expected: str) -> None:
    scope.report.add(code, KEY, message, found=alias, expected=expected)
