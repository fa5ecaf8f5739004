"""Read site files: everything that is wrong with one is said at once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from twin.definition.access_files import with_files
from twin.definition.checks import check_meaning
from twin.definition.errors import DefinitionError, Finding
from twin.definition.schema_findings import validate
from twin.definition.site import SiteDefinition
from twin.definition.yaml_reader import read_yaml


def check_site(path: Path) -> tuple[Finding, ...]:
    """Return all that is wrong with a site file, in the order of the file."""
    try:
        load_site(path)
    except DefinitionError as error:
        return error.findings
    return ()


def check_sites(paths: Sequence[Path]) -> tuple[Finding, ...]:
    """Return all that is wrong with site files, alone and beside each other."""
    findings: list[Finding] = []
    sites: dict[Path, SiteDefinition] = {}
    for path in dict.fromkeys(paths):
        try:
            sites[path] = load_site(path)
        except DefinitionError as error:
            findings += error.findings
    return (*findings, *_repeated_names(sites))


def load_site(path: Path) -> SiteDefinition:
    """Read one site file.

    Raises:
        DefinitionError: with every finding.
    """
    file = read_yaml(path)
    validated = validate(file, path)
    findings = [*file.findings, *validated.findings]
    if validated.definition is None:
        raise DefinitionError(path, _in_order(findings))
    definition, about_files = with_files(validated.definition, file, path)
    findings += about_files
    findings += check_meaning(definition, file, path)
    if findings:
        raise DefinitionError(path, _in_order(findings))
    return definition


def load_sites(folder: Path) -> tuple[SiteDefinition, ...]:
    """Read every `*.yaml` of a folder, in the order of the file names.

    Raises:
        DefinitionError: a file is wrong, or two files describe the same site.
    """
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        raise DefinitionError(
            folder,
            [Finding("NO_SITE", str(folder), 0, "", "no site file", "nothing", "NAME.yaml")],
        )
    sites = {path: load_site(path) for path in paths}
    repeated = _repeated_names(sites)
    if repeated:
        raise DefinitionError(folder, repeated)
    return tuple(sites.values())


def _repeated_names(sites: dict[Path, SiteDefinition]) -> list[Finding]:
    first: dict[str, Path] = {}
    for path, site in sites.items():
        first.setdefault(site.name, path)
    return [
        Finding(
            "DUPLICATE_SITE",
            str(path),
            0,
            "name",
            f"{first[site.name]} describes a site of this name",
            site.name,
            "a name that no other site file has",
        )
        for path, site in sites.items()
        if first[site.name] != path
    ]


def _in_order(findings: Sequence[Finding]) -> list[Finding]:
    return sorted(dict.fromkeys(findings), key=lambda finding: (finding.line, finding.key))
