"""The demo site with components, an interface, child variables, relations and a renamed asset."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

Content = dict[str, Any]

BEARING: Content = {
    "attributes": {"limit": {"unit": "°C", "default": 90.0}},
    "measurements": {"temperature": {"unit": "°C", "range": [0, 150]}},
    "transforms": {"margin": {"unit": "K", "formula": "limit - temperature"}},
    "alarms": {"hot": {"signal": "temperature", "comparison": ">", "threshold": 90, "unit": "°C"}},
}
ROTATING: Content = {
    "measurements": {"speed": {"unit": "rpm"}, "power": {"unit": "kW"}},
    "metrics": {"mean_power": {"unit": "kW", "window": "1h", "formula": "avg(power)"}},
}
TOTAL: Content = {
    "unit": "kW",
    "window": "5m",
    "window_offset": "06:00:00",
    "formula": "sum(powers)",
    "variables": {"powers": {"child": "pump", "property": "power"}},
}


def with_everything(demo: Content) -> Content:
    """Return the demo's content with every part that a site file may have."""
    twin = demo["twin"]
    for asset in twin["assets"].values():
        asset.pop("relations", None)
    twin["components"] = {"bearing": deepcopy(BEARING)}
    twin["interfaces"] = {"rotating_machine": deepcopy(ROTATING)}
    pump = twin["types"]["pump"]
    pump["components"] = {"drive_end": "bearing", "far_end": "bearing"}
    pump["implements"] = ["rotating_machine"]
    pump["transforms"]["warmer"] = {
        "unit": "K",
        "formula": "drive_end_temperature - far_end_temperature",
    }
    twin["types"]["station"]["metrics"] = {"total_power": deepcopy(TOTAL)}
    twin["assets"]["P-101"]["relations"] = {"feeds": ["E-101", "T-101"]}
    twin["assets"]["P-102"] |= {"renamed_from": "P-1", "attributes": {"rated_power": 18.5}}
    return demo
