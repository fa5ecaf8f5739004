"""Where the values of a signal are in an InfluxDB, as `features.influxdb` of the site file says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Series:
    """Measurement, field, and tags in the order of their keys."""

    measurement: str
    field: str
    tags: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Names:
    """What the templates are filled with."""

    site: str
    type: str
    asset: str
    signal: str

    @property
    def alias(self) -> str:
        """Return the alias of the signal."""
        return f"/{self.site}/{self.asset}/{self.signal}"

    def filled(self, template: str) -> str:
        """Return a template with these names in it."""
        names = {
            "site": self.site,
            "type": self.type,
            "asset": self.asset,
            "property": self.signal,
        }
        for name, text in names.items():
            template = template.replace(f"{{{name}}}", text)
        return template


def series_at(options: Mapping[str, Any], names: Names) -> Series:
    """Return where a signal is: as stated for its alias, or by the templates."""
    stated: Mapping[str, Any] = options["series"].get(names.alias) or {}
    tags: Mapping[str, str] = options["tags"] if stated.get("tags") is None else stated["tags"]
    return Series(
        measurement=names.filled(stated.get("measurement") or options["measurement"]),
        field=names.filled(stated.get("field") or options["field"]),
        tags=tuple(sorted((name, names.filled(text)) for name, text in tags.items())),
    )
