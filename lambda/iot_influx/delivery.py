"""Write lines, again where the database was busy and there is time for it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from connector_runtime.token_http import CONNECT_SECONDS, READ_SECONDS
from twin.connectors.errors import SourceUnavailable
from twin.connectors.http import Http
from twin.connectors.influxdb_query import Database
from twin.connectors.influxdb_write import write_lines
from twin_runtime.logging import logger

PAUSES_SECONDS = (0.5, 2.0, 5.0)
LONGEST_SECONDS = 2 * CONNECT_SECONDS + READ_SECONDS
"""What one more attempt may take."""


def deliver(
    http: Http,
    options: Mapping[str, Any],
    lines: Sequence[str],
    remaining_milliseconds: Callable[[], int],
) -> None:
    """Write lines to the database that the options name.

    Raises:
        SourceRefused: it does not take them; that is not tried again here.
        SourceUnavailable: it did not answer, or was too busy, until the end.
    """
    database = Database(options["endpoint"], options["database"])
    for pause in PAUSES_SECONDS:
        try:
            write_lines(http, database, options["language"], lines)
        except SourceUnavailable as error:
            if remaining_milliseconds() < (pause + LONGEST_SECONDS) * 1_000:
                raise
            logger().warning("not written yet", extra={"error": error.to_dict()})
            time.sleep(pause)
        else:
            return
    write_lines(http, database, options["language"], lines)
