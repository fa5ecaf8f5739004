"""Site definition → the data connectors of its twin: their component types and components."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from twin.compile.document import compile_site
from twin.connectors.connector import Component, HttpConnector, Kind, Site, TableConnector
from twin.connectors.sources import connectors
from twin.definition.site import Features, SiteDefinition


@dataclass(frozen=True)
class ConnectorPlan:
    """One connector of a site; `kinds` come in the order in which one extends another."""

    connector: TableConnector | HttpConnector
    site: Site
    kinds: tuple[Kind, ...]
    components: tuple[Component, ...]

    @property
    def options_json(self) -> str:
        """Return the options as the connector's function reads them."""
        return json.dumps(self.site.options, sort_keys=True)


def compile_connectors(
    definition: SiteDefinition,
    known: Sequence[TableConnector | HttpConnector] | None = None,
) -> tuple[ConnectorPlan, ...]:
    """Return the connectors that the site has something for."""
    document = compile_site(definition)
    plans = []
    for connector in connectors() if known is None else known:
        if not getattr(definition.features, connector.feature):
            continue
        site = Site(document, options_of(definition.features, connector.feature))
        plans.append(
            ConnectorPlan(connector, site, connector.kinds(site), connector.components(site))
        )
    return tuple(plan for plan in plans if plan.components)


def options_of(features: Features, name: str) -> dict[str, Any]:
    """Return what a site file says of a feature, beside that it is switched on."""
    said = getattr(features, name)
    return said.model_dump(mode="json") if isinstance(said, BaseModel) else {}
