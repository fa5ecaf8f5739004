"""Results of simulation runs: what a model predicted for when, and what it answered to "what if".

Predictions and what-ifs are series of their own: a what-if tells nothing of the plant.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from twin.connectors.connector import (
    ATTRIBUTES,
    HISTORY,
    SCHEMA,
    Component,
    Kind,
    Site,
    TableConnector,
    attribute,
    component_type_id,
    key,
    series,
    static,
)
from twin.connectors.source import Row
from twin.connectors.tables import Item, Items, Layout, TableSource
from twin.connectors.times import nanoseconds_of, write_time
from twin.connectors.values import DataType, Value
from twin.simulation.results import LISTING, PREFIX, partition, run_of, time_of
from twin.simulation.run import Run
from twin.site_document import SimulationModel

KIND = "simulation"
ABOUT: dict[str, DataType] = {
    "run_id": "STRING",
    "run_kind": "STRING",
    "run_state": "STRING",
    "run_error": "STRING",
    "requested_by": "STRING",
    "model_version": "STRING",
}
LATEST: dict[str, DataType] = {
    "latest_run_id": "STRING",
    "latest_run_state": "STRING",
    "latest_run_error": "STRING",
    "latest_run_at": "STRING",
}
OF_KIND = {"prediction": "", "what_if": "what_if_"}
"""What the names of a run's outputs begin with."""


def kinds(site: Site) -> tuple[Kind, ...]:
    """Return the base, and one type for the models of the same name of an equipment type."""
    base = Kind(
        name=KIND,
        title="Simulation model of an asset; its outputs come with the component",
        properties=(
            key("model_key"),
            *(series(name, data_type) for name, data_type in ABOUT.items()),
            *(attribute(name, data_type) for name, data_type in LATEST.items()),
            *(static(name) for name in ("title", "artefact")),
        ),
        functions=(*HISTORY, ATTRIBUTES, SCHEMA),
    )
    derived = {
        _kind(site, model): Kind(
            name=_kind(site, model),
            title=f"Simulation: {model.title}",
            properties=tuple(
                series(name, data_type) for name, data_type in _outputs(model).items()
            ),
            extends=(component_type_id(site.document.name, KIND),),
        )
        for model in site.document.models
    }
    return (base, *derived.values()) if derived else ()


def components(site: Site) -> tuple[Component, ...]:
    """Return one component a model."""
    return tuple(
        Component(
            asset=model.asset,
            name=f"simulation_{_name(model)}",
            kind=_kind(site, model),
            values=(
                ("model_key", model.id),
                ("title", model.title),
                ("artefact", model.artefact),
            ),
        )
        for model in site.document.models
    )


def _source(site: Site, items: Items) -> TableSource:
    models = site.document.model_by_id
    layout = Layout(
        partition=partition,
        prefix=PREFIX,
        listing=LISTING,
        series=lambda name: ABOUT | _outputs(models[name]),
        row=_row,
        attributes=_attributes,
    )
    return TableSource(layout, list(models), items)


def _name(model: SimulationModel) -> str:
    return model.id.removeprefix(f"{model.asset}.")


def _kind(site: Site, model: SimulationModel) -> str:
    (of_asset,) = (asset.type for asset in site.document.assets if asset.id == model.asset)
    return f"{KIND}.{of_asset}.{_name(model)}"


def _outputs(model: SimulationModel) -> dict[str, DataType]:
    return {
        name: "DOUBLE"
        for start in OF_KIND.values()
        for prediction in model.predictions
        for name in _names(start, prediction.variable)
    }


def _names(start: str, variable: str) -> tuple[str, str, str, str]:
    """Return the series of an output: its value, the bounds of it, and what was measured."""
    name = f"{start}{variable}".replace(".", "_")
    return name, f"{name}_lower", f"{name}_upper", f"{name}_measured"


def _row(item: Item) -> Row:
    run = run_of(item)
    about: dict[str, Value | None] = {
        "run_id": run.run_id,
        "run_kind": run.kind,
        "run_state": run.state,
        "run_error": _error(run),
        "requested_by": run.requested_by,
        "model_version": run.model_version or None,
    }
    return Row(nanoseconds_of(time_of(run)), run.model_id, about | dict(_results(run)))


def _results(run: Run) -> Iterator[tuple[str, float | None]]:
    for variable, output in run.outputs.items():
        names = _names(OF_KIND[run.kind], variable)
        bounds = (output.value, output.lower, output.upper, output.measured)
        yield from zip(names, bounds, strict=True)


def _attributes(item: Item | None) -> Mapping[str, Value | None]:
    if item is None:
        return dict.fromkeys(LATEST)
    run = run_of(item)
    return {
        "latest_run_id": run.run_id,
        "latest_run_state": run.state,
        "latest_run_error": _error(run),
        "latest_run_at": write_time(nanoseconds_of(time_of(run))),
    }


def _error(run: Run) -> str | None:
    return (
        None
        if run.error is None
        else f"{run.error.get('code', '')}: {run.error.get('message', '')}"
    )


CONNECTOR = TableConnector(
    name="simulation",
    title="Results of simulation runs",
    key_property="model_key",
    kinds=kinds,
    components=components,
    feature="simulation",
    table="results",
    source=_source,
)
