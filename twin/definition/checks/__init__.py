"""Checks of meaning: what a schema cannot say. Adding a check is adding one module here."""

from __future__ import annotations

from pathlib import Path

from twin.definition.checks.report import Report
from twin.definition.errors import Finding
from twin.definition.site import SiteDefinition
from twin.definition.yaml_reader import YamlFile


def check_meaning(site: SiteDefinition, file: YamlFile, path: Path) -> tuple[Finding, ...]:
    """Run every check over a site."""
    report = Report(file, path)
    return report.findings
