"""A generated site file: works, halls and machines, 20 signals a machine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

Content = dict[str, Any]
TYPES = 20
MEASURED = 17
SIGNALS_OF_A_MACHINE = MEASURED + 3
MACHINES_IN_A_HALL = 500


def large_site(machines: int) -> Content:
    """Return the content of a site file with a number of machines, and the halls they stand in."""
    halls = max(1, machines // MACHINES_IN_A_HALL)
    assets: Content = {"W-1": {"type": "works", "title": "Works"}}
    assets |= {f"H-{hall}": {"type": "hall", "parent": "W-1"} for hall in range(halls)}
    for number in range(machines):
        assets[f"M-{number:05}"] = {
            "type": f"machine_{number % TYPES}x",
            "title": f"Machine {number}",
            "parent": f"H-{number % halls}",
            "attributes": {"rated_power": 5.0 + number % 7},
        }
    types = {f"machine_{number}x": _machine() for number in range(TYPES)}
    return {
        "name": "large",
        "account": "111111111111",
        "region": "us-east-1",
        "twin": {
            "types": {"works": {"level": "site"}, "hall": {"level": "area"}, **types},
            "assets": assets,
        },
    }


def write_large_site(path: Path, machines: int) -> Path:
    """Write the site file of `large_site`; return its path."""
    text = yaml.safe_dump(large_site(machines), allow_unicode=True, sort_keys=False)
    path.write_text(text, encoding="utf-8")
    return path


def _machine() -> Content:
    measured = {f"value_{n}x": {"unit": "kW", "range": [0, 100]} for n in range(MEASURED)}
    return {
        "attributes": {"rated_power": {"unit": "kW", "default": 5.0}},
        "measurements": measured,
        "transforms": {"load": {"unit": "%", "formula": "100 * value_0x / rated_power"}},
        "metrics": {"mean": {"unit": "kW", "window": "1h", "formula": "avg(value_1x)"}},
        "alarms": {"high": {"signal": "value_2x", "comparison": ">", "threshold": 90}},
    }
