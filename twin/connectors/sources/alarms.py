"""Alarm history: what state an alarm had when, and who made it so.

Grafana lists the alarms of component types that extend `com.amazon.iottwinmaker.alarm.basic`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from twin.alarms.history import LISTING, PREFIX, STATE_KEY, AlarmTransition, partition
from twin.alarms.state import AlarmRecord
from twin.alarms.twinmaker import STATUSES
from twin.connectors.connector import (
    ATTRIBUTES,
    HISTORY,
    READER,
    Component,
    Kind,
    Site,
    TableConnector,
    attribute,
    series,
    static,
)
from twin.connectors.source import Row
from twin.connectors.tables import Item, Items, Layout, TableSource
from twin.connectors.times import nanoseconds_of, write_time
from twin.connectors.values import DataType, Value

KIND = "alarm"
BASIC = "com.amazon.iottwinmaker.alarm.basic"
STATES: dict[str, DataType] = {"alarm_status": "STRING", "alarm_state": "STRING"}
FACTS: dict[str, DataType] = {
    "changed_by": "STRING",
    "comment": "STRING",
    "signal_value": "DOUBLE",
    "signal_suspect": "BOOLEAN",
}
PRESENT: dict[str, DataType] = {
    "present_state": "STRING",
    "present_since": "STRING",
    "present_value": "DOUBLE",
    "acknowledged_by": "STRING",
    "acknowledged_comment": "STRING",
}


def kinds(_: Site) -> tuple[Kind, ...]:
    """Return the one component type: all alarms have the same properties."""
    return (
        Kind(
            name=KIND,
            title="Alarm of an asset, after ISA-18.2",
            extends=(BASIC,),  # which defines alarm_key and alarm_status
            properties=(
                series("alarm_state", "STRING"),
                *(series(name, data_type) for name, data_type in FACTS.items()),
                *(attribute(name, data_type) for name, data_type in PRESENT.items()),
                *(static(name) for name in ("title", "signal", "condition", "priority")),
            ),
            functions=(READER, *HISTORY, ATTRIBUTES),
        ),
    )


def components(site: Site) -> tuple[Component, ...]:
    """Return one component an alarm."""
    return tuple(
        Component(
            asset=alarm.asset,
            name=f"alarm_{alarm.name}",
            kind=KIND,
            values=(
                ("alarm_key", alarm.id),
                ("title", alarm.title),
                ("signal", alarm.signal),
                ("condition", f"{alarm.comparison} {alarm.threshold:g}"),
                ("priority", str(alarm.priority)),
            ),
        )
        for alarm in site.document.alarms
    )


def _source(site: Site, items: Items) -> TableSource:
    layout = Layout(
        partition=partition,
        prefix=PREFIX,
        listing=LISTING,
        series=lambda _: STATES | FACTS,
        row=_row,
        attributes=_attributes,
        held=tuple(STATES),
        present=STATE_KEY,
    )
    return TableSource(layout, [alarm.id for alarm in site.document.alarms], items)


def _row(item: Item) -> Row:
    if "record" in item:
        return _present_row(AlarmRecord(**json.loads(item["record"])))
    transition = AlarmTransition.from_item(item)
    return Row(
        time=nanoseconds_of(transition.time),
        key=transition.alarm_id,
        values={
            "alarm_status": STATUSES[transition.state],
            "alarm_state": transition.state,
            "changed_by": transition.by or None,
            "comment": transition.comment or None,
            "signal_value": transition.value,
            "signal_suspect": transition.suspect,
        },
    )


def _present_row(record: AlarmRecord) -> Row:
    """Return the present as the last thing that happened; an alarm that never changed is normal."""
    since = record.changed_at or 0.0
    state = record.state(now=since)
    values = {"alarm_status": STATUSES[state], "alarm_state": state}
    return Row(nanoseconds_of(since), record.alarm_id, values)


def _attributes(item: Item | None) -> Mapping[str, Value | None]:
    """Return the present; an alarm that was never evaluated is normal."""
    record = AlarmRecord("") if item is None else AlarmRecord(**json.loads(item["record"]))
    changed = record.changed_at
    return {
        "present_state": record.state(now=changed or 0.0),
        "present_since": None if changed is None else write_time(nanoseconds_of(changed)),
        "present_value": record.value,
        "acknowledged_by": record.acknowledged_by or None,
        "acknowledged_comment": record.comment or None,
    }


CONNECTOR = TableConnector(
    name="alarms",
    title="Alarm history",
    key_property="alarm_key",
    kinds=kinds,
    components=components,
    table="alarms",
    source=_source,
)
