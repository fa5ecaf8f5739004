"""Ask the running embedded AWS for its clock."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlencode

from twin.errors import TwinError
from twin_local.cli.profile import ProfileMissing, require_local
from twin_local.supervisor.layout import default_state, repository_root
from twin_local.supervisor.status import read_status

TIMEOUT_SECONDS = 600


class ClockRefused(TwinError):
    """The embedded AWS does not move its clock so."""

    code = "CLOCK_REFUSED"


def ask(control: str, **arguments: int) -> dict[str, Any]:
    """Return the answer of a control of the local twin's embedded AWS.

    Raises:
        ProfileMissing: no twin runs here.
        ProfileNotLocal: the command line names another twin.
        ClockRefused: the control refused.
    """
    require_local()
    status = read_status(default_state(repository_root()))
    if status is None or not status.running:
        raise ProfileMissing("no local twin runs here", where="start one with `make up`")
    url = f"{status.endpoint_url}/_twin/{control}?{urlencode(arguments)}"
    try:
        with urllib.request.urlopen(url, timeout=TIMEOUT_SECONDS) as answer:
            found: dict[str, Any] = json.load(answer)
            return found
    except urllib.error.HTTPError as error:
        with error:
            reason = json.load(error).get("error", str(error))
        raise ClockRefused("the clock was not moved", found=reason) from error
    except OSError as error:
        raise ClockRefused("the embedded AWS does not answer", found=str(error)) from error
