"""How an input is spread: the distributions of a design's inputs as documents, and their checks.

What takes numbers between 0 and 1 to values of them is in `distribution_inverses`, with numpy.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from twin.simulation.design_errors import DesignInvalid

Distribution = Mapping[str, Any]
NUMBER = {"type": "number"}
POSITIVE = {"type": "number", "exclusiveMinimum": 0}


def _schema(name: str, **numbers: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {"distribution": {"enum": [name]}, **numbers},
        "required": ["distribution", *numbers],
        "additionalProperties": False,
    }


DISTRIBUTION_SCHEMA: dict[str, Any] = {
    "anyOf": [
        _schema("uniform", low=NUMBER, high=NUMBER),
        _schema("log_uniform", low=POSITIVE, high=POSITIVE),
        _schema("normal", mean=NUMBER, standard_deviation=POSITIVE),
        _schema(
            "truncated_normal", mean=NUMBER, standard_deviation=POSITIVE, low=NUMBER, high=NUMBER
        ),
        _schema("log_normal", mean_of_log=NUMBER, deviation_of_log=POSITIVE),
    ]
}


def check_distributions(distributions: Mapping[str, Distribution]) -> None:
    """Require that ranges are not empty; the schema was checked before.

    Raises:
        DesignInvalid: one is.
    """
    for name, item in distributions.items():
        if "low" in item and item["low"] >= item["high"]:
            raise DesignInvalid(
                "a range is empty",
                found=f"{item['low']} to {item['high']}",
                expected="low below high",
                where=f"inputs.{name}",
            )
