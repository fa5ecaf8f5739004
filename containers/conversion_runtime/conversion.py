"""One conversion, from the local source file to the checked derivatives in a folder."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable

from container_runtime.child import REFUSED
from conversion_runtime.child import run_child
from conversion_runtime.conversions import conversion_of, finish_of
from conversion_runtime.errors import SourceEmpty, error_of
from conversion_runtime.order import Converted, Order
from conversion_runtime.step import REFUSAL, REPORT
from twin.spatial.job_progress import JobStep

Begun = Callable[[JobStep], None]
"""Told which step begins."""


def convert_file(package: str, order: Order, begun: Begun = lambda _: None) -> Converted:
    """Convert a file; the derivatives are written to the order's folder, which is empty before.

    Raises:
        ConversionError: one of its kinds says why not.
    """
    begun("convert")
    converted = _limited(package, order)
    finish = finish_of(conversion_of(package, order.converter))
    if finish is not None:
        begun("pack")
        converted = finish(order, converted)
    for name in converted.files:
        if not (order.folder / name).stat().st_size:
            raise SourceEmpty("nothing was written", where=name)
    return converted


def _limited(package: str, order: Order) -> Converted:
    command = [sys.executable, "-m", "conversion_runtime.step", package, order.to_json()]
    if run_child(command, folder=order.folder, limits=order.limits) == REFUSED:
        raise error_of(json.loads((order.folder / REFUSAL).read_text(encoding="utf-8")))
    return Converted.from_json((order.folder / REPORT).read_text(encoding="utf-8"))
