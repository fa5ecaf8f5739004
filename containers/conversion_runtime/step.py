"""The limited process of a conversion: `python -m conversion_runtime.step PACKAGE ORDER`.

It ends with 0 and `report.json`, or with `REFUSED` and `refused.json`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from container_runtime.child import REFUSED, limit_this_process
from conversion_runtime.conversions import conversion_of
from conversion_runtime.errors import ConversionError
from conversion_runtime.order import Order

REPORT = "report.json"
REFUSAL = "refused.json"


def main(package: str, text: str) -> int:
    """Convert in the working directory and return the exit code."""
    order = Order.from_json(text)
    limit_this_process(order.limits)
    try:
        converted = conversion_of(package, order.converter).convert(order)
    except ConversionError as error:
        Path(REFUSAL).write_text(json.dumps(error.to_dict()), encoding="utf-8")
        return REFUSED
    Path(REPORT).write_text(converted.to_json(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
