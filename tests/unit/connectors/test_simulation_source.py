# ruff: noqa: ANN401 - requests and answers of AWS are untyped here
"""Results of runs as series: predictions, and apart from them what-ifs."""

from __future__ import annotations

from typing import Any

from tests.unit.connectors.conftest import (
    MIDNIGHT,
    MemoryItems,
    history_event,
    properties_of,
    values_of,
)
from twin.connectors.answers import answer
from twin.connectors.connector import Site
from twin.connectors.sources.simulation import CONNECTOR
from twin.simulation.request import Kind
from twin.simulation.results import result_item
from twin.simulation.run import Run
from twin.simulation.run_output import RunOutput

MODEL = "P-101.pump"


def ended(run_id: str, second: float, flow: float | None, kind: Kind = "prediction") -> Run:
    run = Run(run_id, MODEL, kind, "QUEUED", "olga", requested_at=MIDNIGHT + second)
    if flow is None:
        error = {"code": "MODEL_BROKEN", "message": "no number"}
        return run.failed(error, at=MIDNIGHT + second + 9)
    prepared = run.prepared(
        inputs={}, measured={}, model_version="v1", input_digest="d", at=MIDNIGHT + second + 1
    )
    outputs = {"flow": RunOutput(flow, *(flow - 1, flow + 1) * 2, "m³/h", flow + 0.5)}
    return prepared.succeeded(outputs, at=MIDNIGHT + second + 9)


def ask(site: Site, items: MemoryItems, *selected: str, **more: Any) -> Any:
    properties = properties_of(CONNECTOR.kinds(site), model_key=MODEL)
    event = history_event(properties, *selected, **more)
    return answer(event, CONNECTOR.source(site, items), key_property="model_key")


def test_predictions_and_what_ifs_are_series_of_their_own(site: Site, items: MemoryItems) -> None:
    runs = [ended("r1", 0, 30.0), ended("r2", 60, 99.0, "what_if"), ended("r3", 120, 31.0)]
    items.items = [result_item(run) for run in runs]
    found = ask(site, items, "flow", "flow_lower", "flow_measured", "what_if_flow", "run_kind")
    assert values_of(found, "flow") == [30.0, 31.0]
    assert values_of(found, "flow_lower") == [29.0, 30.0]
    assert values_of(found, "flow_measured") == [30.5, 31.5]
    assert values_of(found, "what_if_flow") == [99.0]
    assert values_of(found, "run_kind") == ["prediction", "what_if", "prediction"]
    assert found["propertyValues"][0]["values"][0]["time"] == "2026-01-01T00:00:01.000000Z"


def test_a_failed_run_says_why_at_the_time_it_was_asked_for(site: Site, items: MemoryItems) -> None:
    items.items = [result_item(ended("r1", 5, None))]
    found = ask(site, items, "run_state", "run_error", "flow", "requested_by")
    assert values_of(found, "run_state") == ["FAILED"]
    assert values_of(found, "run_error") == ["MODEL_BROKEN: no number"]
    assert values_of(found, "flow") == []
    assert found["propertyValues"][0]["values"][0]["time"] == "2026-01-01T00:00:05.000000Z"


def test_newest_first_over_all_models(site: Site, items: MemoryItems) -> None:
    items.items = [result_item(ended(f"r{n}", n, 30.0 + n)) for n in range(5)]
    found = ask(site, items, "run_id", entityId=None, orderByTime="DESCENDING", maxResults=3)
    assert values_of(found, "run_id") == ["r4", "r3", "r2"]
    reference = found["propertyValues"][0]["entityPropertyReference"]
    assert reference["externalIdProperty"] == {"model_key": MODEL}


def test_the_latest_run_is_an_attribute(site: Site, items: MemoryItems) -> None:
    properties = properties_of(CONNECTOR.kinds(site), model_key=MODEL)
    event = {"entityId": "P-101", "componentName": "s", "properties": properties}
    event["selectedProperties"] = ["latest_run_state", "latest_run_id", "latest_run_error"]
    source = CONNECTOR.source(site, items)
    assert answer(event, source, key_property="model_key") == {"propertyValues": {}}
    items.items = [result_item(ended("r1", 0, 30.0)), result_item(ended("r2", 60, None))]
    found = answer(event, source, key_property="model_key")["propertyValues"]
    assert found["latest_run_id"]["propertyValue"] == {"stringValue": "r2"}
    assert found["latest_run_error"]["propertyValue"]["stringValue"].startswith("MODEL_BROKEN")


def test_a_component_made_by_hand_gets_the_outputs_of_its_model(
    site: Site, items: MemoryItems
) -> None:
    base = CONNECTOR.kinds(site)[:1]
    event = {"entityId": "P-101", "componentName": "s"}
    event["properties"] = properties_of(base, model_key=MODEL)  # type: ignore[assignment]
    found = answer(event, CONNECTOR.source(site, items), key_property="model_key")["properties"]
    assert set(found) == {
        f"{start}{name}{end}"
        for start in ("", "what_if_")
        for name in ("flow", "power")
        for end in ("", "_lower", "_upper", "_measured")
    }
