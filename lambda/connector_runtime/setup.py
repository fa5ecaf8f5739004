"""Which connector a function is, and what it knows of its site."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path

from twin.connectors.connector import HttpConnector, Site, TableConnector
from twin.connectors.sources import connectors
from twin_runtime.errors import SettingMissing
from twin_runtime.settings import setting
from twin_runtime.site import site

OPTIONS = "connector.json"
"""What the site file says of the connector's feature, as staged beside the code."""


@cache
def site_of_connector() -> Site:
    """Return the site with the options of this function's connector."""
    text = (Path(os.environ["LAMBDA_TASK_ROOT"]) / OPTIONS).read_text(encoding="utf-8")
    return Site(site(), json.loads(text))


def table_connector() -> TableConnector:
    """Return the connector that this function is.

    Raises:
        SettingMissing: none that reads tables has the name of the setting.
    """
    found = _named(setting("CONNECTOR"))
    if not isinstance(found, TableConnector):
        raise _unknown()
    return found


def http_connector() -> HttpConnector:
    """Return the connector that this function is.

    Raises:
        SettingMissing: none that asks over HTTPS has the name of the setting.
    """
    found = _named(setting("CONNECTOR"))
    if not isinstance(found, HttpConnector):
        raise _unknown()
    return found


def _named(name: str) -> TableConnector | HttpConnector | None:
    return next((one for one in connectors() if one.name == name), None)


def _unknown() -> SettingMissing:
    return SettingMissing(
        "the function is no connector of its kind",
        found=setting("CONNECTOR"),
        expected=", ".join(one.name for one in connectors()),
    )
