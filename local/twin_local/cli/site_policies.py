"""The policies of a site file, asked without a running twin."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from twin.access.asked import read_action, read_attributes, read_principal, read_target
from twin.access.errors import ExplainInvalid
from twin.access.explanation import explanation
from twin.access.policies.engine import PolicyEngine
from twin.access.policies.schema import schema_of
from twin.access.principal import Principal
from twin.access.principals import group_principal, program_principal
from twin.access.site_access import SiteAccess
from twin.compile.access import compile_access
from twin.definition import load_site


def schema_text(site_file: Path) -> str:
    """Return the Cedar schema that the policies of a site are checked against."""
    return schema_of(_access(site_file))


def decided_offline(site_file: Path, question: dict[str, Any]) -> dict[str, Any]:
    """Return the explanation of a decision about a group or program.

    Raises:
        ExplainInvalid: the question is about somebody whom a site file does not know.
    """
    access = _access(site_file)
    target = read_target(question["resource"])
    resource = target.supposed(read_attributes(question.get("attributes")) or {})
    return dict(
        explanation(
            PolicyEngine(access),
            _principal(question, access),
            read_action(question["action"]),
            resource,
        )
    )


def _principal(question: dict[str, Any], access: SiteAccess) -> Principal:
    wanted = read_principal(question.get("principal"))
    if wanted.kind == "group":
        return group_principal(wanted.name, access)
    if wanted.kind == "program":
        return program_principal(wanted.name, access)
    raise ExplainInvalid(
        "a site file knows no users and keys", found=wanted.kind, expected="--group or --program"
    )


def _access(site_file: Path) -> SiteAccess:
    return compile_access(load_site(site_file).access)
