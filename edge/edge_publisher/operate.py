"""What a person does with the side lanes of the spool, while the components run.

`python -m edge_publisher counts --spool FILE`: what is where, and why letters are dead
`python -m edge_publisher export --spool FILE --site FILE --lane bulk --to values.csv [--remove]`
`python -m edge_publisher replay --spool FILE --code ResourceNotFoundException`
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

from edge_publisher.bulk_csv import write_csv
from edge_runtime.side_lanes import LaneName
from edge_runtime.spool import Spool
from twin.site_document import SiteDocument
from twin.storage.imports import COLUMN_NAMES

COMMANDS = ("counts", "export", "replay")

MAXIMUM_ROWS = 1_000_000
"""Rows of one export: the file stays far below the 5 GiB that an import takes."""


def operate(words: Sequence[str]) -> int:
    """Run one command, print what came of it as JSON, and return the exit code."""
    arguments = _parser().parse_args(words)
    if not arguments.spool.is_file():
        print(f"there is no spool at {arguments.spool}")
        return 2
    with closing(Spool(arguments.spool)) as spool:
        match arguments.command:
            case "counts":
                result = counts(spool)
            case "export":
                site = SiteDocument.from_file(arguments.site)
                result = export(
                    spool, site, arguments.lane, arguments.to,
                    limit=arguments.limit, remove=arguments.remove,
                )  # fmt: skip
            case _:
                result = {"replayed": spool.side_lanes.replay(arguments.code, arguments.limit)}
    print(json.dumps(result, indent=2))
    return 0


def counts(spool: Spool) -> dict[str, object]:
    """Return what is in which lane, why letters are dead, and which signals are parked."""
    numbers = spool.counts()
    return {
        **asdict(numbers),
        "balanced": numbers.is_balanced,
        "dead_letters_by_code": spool.side_lanes.dead_letters_by_code(),
        "parked_signals": {one.alias: one.code for one in spool.waiting.parked().values()},
    }


def export(
    spool: Spool, site: SiteDocument, lane: LaneName, to: Path, *, limit: int, remove: bool
) -> dict[str, object]:
    """Write samples of a lane to a file, and forget them only when it is on the disk."""
    found = spool.side_lanes.samples(lane, limit)
    types = {signal.alias: signal.data_type for signal in site.signals}
    write_csv(to, (item.sample for item in found), types)
    removed = spool.side_lanes.remove_exported(lane, [i.id for i in found]) if remove else 0
    left = spool.counts()
    return {
        "file": str(to),
        "columnNames": list(COLUMN_NAMES),
        "written": len(found),
        "removed": removed,
        "left": left.bulk if lane == "bulk" else left.dead_lettered,
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="edge_publisher")
    commands = parser.add_subparsers(dest="command", required=True)
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--spool", type=Path, required=True, help="the spool file")
    limited = argparse.ArgumentParser(add_help=False)
    limited.add_argument("--limit", type=int, default=MAXIMUM_ROWS, help="at most so many values")
    commands.add_parser("counts", parents=[common], help="what is where")
    export = commands.add_parser("export", parents=[common, limited], help="write a CSV file")
    export.add_argument("--site", type=Path, required=True, help="the compiled site document")
    export.add_argument("--lane", choices=["bulk", "dead"], required=True)
    export.add_argument("--to", type=Path, required=True, help="the file to write")
    export.add_argument(
        "--remove", action="store_true", help="forget the values once they are in the file"
    )
    replay = commands.add_parser(
        "replay", parents=[common, limited], help="send dead letters again"
    )
    replay.add_argument("--code", required=True, help="the code of the letters, see counts")
    return parser
