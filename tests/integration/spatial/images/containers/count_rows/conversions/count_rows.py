"""A table as text → how many rows it has, and its first ones."""

from __future__ import annotations

import csv
import json

from conversion_runtime.errors import SourceDamaged
from conversion_runtime.order import Converted, Order


def convert(order: Order) -> Converted:
    """Write `summary.json` and `first_rows.tsv`.

    Raises:
        SourceDamaged: rows differ in length.
    """
    with order.source.open(newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    lengths = sorted({len(row) for row in rows})
    if len(lengths) != 1:
        raise SourceDamaged("rows differ in length", found=str(lengths), expected="one length")
    first = rows[: int(order.parameters["first_rows"])]
    summary = {"rows": len(rows), "columns": lengths[0]}
    (order.folder / "summary.json").write_text(json.dumps(summary), encoding="utf-8")
    (order.folder / "first_rows.tsv").write_text(
        "".join("\t".join(row) + "\n" for row in first), encoding="utf-8"
    )
    return Converted(("summary.json", "first_rows.tsv"), facts=summary)
