"""Another system that has the history of the pump: what SiteWise has is written there, too."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from iot_influx.lines import lines_of
from tests.integration.execution.connectors.influxdb_double import InfluxDouble
from tests.integration.simulation.calibration.loop import CalibrationLoop
from tests.integration.simulation.calibration.plant import Moment
from tests.integration.simulation.plane import MODELS_BUCKET
from twin.compile import compile_site
from twin.compile.window_sources import compile_window_sources, options_json
from twin.connectors.connector import Site
from twin.definition.influxdb import InfluxdbOptions
from twin.definition.site import SiteDefinition
from twin.live.events import Quality
from twin.site_document import SiteDocument
from twin.telemetry.sample import NANOSECONDS, Sample
from twin_runtime import clients
from twin_runtime.site import site as runtime_site


@dataclass
class History:
    """The values of the pump by signal, as they were stored in SiteWise, with doubtful ones."""

    samples: dict[str, list[Sample]] = field(default_factory=dict)

    def keep(self, _index: int, moment: Moment) -> dict[str, float]:
        """Remember what is stored of a moment."""
        for name, value in moment.values.items():
            self.add(name, moment.time, value, "GOOD")
        return moment.values

    def add(self, name: str, time: float, value: float, quality: Quality) -> None:
        alias = f"/demo/P-101/{name}"
        sample = Sample(alias, round(time * 1e6) * 1_000, value, quality)
        self.samples.setdefault(alias, []).append(sample)

    def doubt(self, loop: CalibrationLoop, name: str, time: float, value: float) -> None:
        """Store a value of which its instrument was not sure."""
        self.add(name, time, value, "UNCERTAIN")
        self.samples[f"/demo/P-101/{name}"].sort(key=lambda one: one.time_nanoseconds)
        point: Any = {
            "value": {"doubleValue": value},
            "timestamp": {"timeInSeconds": int(time), "offsetInNanos": 0},
            "quality": "UNCERTAIN",
        }
        alias = f"/demo/P-101/{name}"
        clients.iotsitewise().batch_put_asset_property_value(
            entries=[{"entryId": "e", "propertyAlias": alias, "propertyValues": [point]}]
        )


def write_lines(double: InfluxDouble, site: SiteDocument, options: Any, history: History) -> None:  # noqa: ANN401 - any JSON
    """Write a history as the function of `features.influxdb.target` does."""
    known = Site(site, options)
    for alias, samples in history.samples.items():
        double.write("\n".join(lines_of(known, site.signal_by_alias[alias], samples)))


def write_files(history: History, *, parts: int) -> None:
    """Write a history as CSV files, so many for each signal."""
    for alias, samples in history.samples.items():
        size = -(-len(samples) // parts)
        for start in range(0, len(samples), size):
            put_file(alias, samples[start : start + size])


def put_file(alias: str, samples: Iterable[Sample]) -> None:
    rows = list(samples)
    begin = datetime.fromtimestamp(rows[0].time, UTC).strftime("%Y-%m-%dT%H%M%SZ")
    lines = ["time,quality,value", *(_row(one) for one in rows)]
    put_text(f"history{alias}/{begin}.csv", "\r\n".join(lines))


def put_text(key: str, text: str) -> None:
    clients.s3().put_object(Bucket=MODELS_BUCKET, Key=key, Body=text.encode())


def _row(sample: Sample) -> str:
    seconds, rest = divmod(sample.time_nanoseconds, NANOSECONDS)
    time = datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S")
    return f"{time}.{rest:09d}Z,{sample.quality},{sample.value!r}"


def deploy(
    definition: SiteDefinition, source: str, influxdb: InfluxdbOptions | None = None
) -> SiteDocument:
    """Let the functions be those of a site whose windows come from a source."""
    content = definition.model_dump()
    content["features"]["influxdb"] = None if influxdb is None else influxdb.model_dump()
    pump: Mapping[str, Any] = content["twin"]["types"]["pump"]
    pump["models"]["pump"]["calibration"]["window_source"] = source
    changed = SiteDefinition.model_validate(content)
    document = compile_site(changed)
    folder = Path(os.environ["LAMBDA_TASK_ROOT"])
    (folder / "site.json").write_text(document.to_json(), encoding="utf-8")
    plans = compile_window_sources(document, changed.features)
    (folder / "window_sources.json").write_text(options_json(plans), encoding="utf-8")
    runtime_site.cache_clear()
    return document
