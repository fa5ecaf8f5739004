"""Site definition → where the windows of its calibrations are read."""

from __future__ import annotations

import json
from dataclasses import dataclass

from twin.compile.connectors import options_of
from twin.connectors.connector import Site
from twin.definition.site import Features
from twin.recalibration.sources import window_sources
from twin.recalibration.window_source import AnySource
from twin.site_document import SiteDocument


@dataclass(frozen=True)
class SourcePlan:
    """A source that a calibration of the site reads, and the site with the source's options."""

    source: AnySource
    site: Site


def compile_window_sources(document: SiteDocument, features: Features) -> tuple[SourcePlan, ...]:
    """Return the sources that the calibrations of a site's models name, by name."""
    named = {one.calibration.window_source for one in document.models if one.calibration}
    return tuple(_plan(window_sources()[name], document, features) for name in sorted(named))


def options_json(plans: tuple[SourcePlan, ...]) -> str:
    """Return the options by source, as the window's function reads them."""
    return json.dumps({one.source.name: one.site.options for one in plans}, sort_keys=True)


def _plan(source: AnySource, document: SiteDocument, features: Features) -> SourcePlan:
    options = options_of(features, source.feature) if source.feature else {}
    return SourcePlan(source, Site(document, options))
