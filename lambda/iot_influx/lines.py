"""Samples of a signal as lines, at the place where the connector reads them."""

from __future__ import annotations

from collections.abc import Sequence

from twin.connectors.connector import Site
from twin.connectors.influxdb_lines import line
from twin.connectors.sources.influxdb import series_of
from twin.site_document import Signal
from twin.telemetry.sample import Sample


def lines_of(site: Site, signal: Signal, samples: Sequence[Sample]) -> list[str]:
    """Return a line for each sample that has a value, in their order."""
    asset = next(one for one in site.document.assets if one.id == signal.asset)
    series = series_of(site, signal, asset.type)
    found = (line(series, signal.data_type, sample) for sample in samples)
    return [one for one in found if one is not None]
