"""Site definition → what the loader makes of it."""

from __future__ import annotations

from twin.compile import compile_sitewise, compile_twinmaker, placement
from twin.compile.connectors import compile_connectors
from twin.definition.site import SiteDefinition
from twin.loading.site_assets import wanted_assets
from twin.loading.site_entities import wanted_entities
from twin.loading.wanted import WantedSite


def wanted_site(definition: SiteDefinition) -> WantedSite:
    """Compile a definition that `load_site` has checked."""
    plan = compile_sitewise(definition)
    graph = compile_twinmaker(definition)
    return WantedSite(
        name=definition.name,
        models=tuple(model.external_id for model in plan.models),
        assets=wanted_assets(plan),
        is_loaded=placement(definition).instances_by_loader,
        workspace=graph.workspace_id,
        entities=wanted_entities(graph, plan, compile_connectors(definition)),
    )
