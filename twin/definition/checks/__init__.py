"""Checks of meaning: what a schema cannot say. A check is one module, named in `CHECKS`."""

from __future__ import annotations

from pathlib import Path

from twin.definition.checks import (
    access,
    alarms,
    assets,
    calibration,
    calibration_source,
    commands,
    conversions,
    features,
    formulas,
    identities,
    influxdb,
    influxdb_target,
    models,
    names,
    parts,
    pipelines,
    policies,
    quotas,
    relations,
    storage,
    template,
    top_assets,
    type_tree,
    units,
    values,
)
from twin.definition.checks.report import Report
from twin.definition.checks.scope import Scope
from twin.definition.errors import Finding
from twin.definition.site import SiteDefinition
from twin.definition.yaml_reader import YamlFile

CHECKS = (
    features,
    names,
    parts,
    values,
    units,
    formulas,
    alarms,
    commands,
    models,
    calibration,
    calibration_source,
    assets,
    relations,
    identities,
    type_tree,
    template,
    top_assets,
    quotas,
    influxdb,
    influxdb_target,
    storage,
    conversions,
    pipelines,
    access,
    policies,
)


def check_meaning(site: SiteDefinition, file: YamlFile, path: Path) -> tuple[Finding, ...]:
    """Run every check over a site."""
    report = Report(file, path)
    scope = Scope(site, report)
    for module in CHECKS:
        module.check(scope)
    return report.findings
