"""The logical ids of what holds data never change: a new id is a new, empty resource."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from twin.stateful import STATEFUL_TYPES

if TYPE_CHECKING:
    from tests.infrastructure.conftest import Synthesized

RECORDED = Path(__file__).with_name("stateful_ids.json")


def test_ids_of_what_holds_data_are_those_that_sites_were_deployed_with(
    synthesized: Synthesized,
) -> None:
    recorded = json.loads(RECORDED.read_text(encoding="utf-8"))
    assert _stateful(synthesized) == recorded, (
        f"renaming or removing an id loses a site's data; a new one is recorded in {RECORDED.name}"
    )


def test_tables_buckets_and_users_outlive_their_stack(synthesized: Synthesized) -> None:
    for kind in ("AWS::S3::Bucket", "AWS::DynamoDB::Table", "AWS::Cognito::UserPool"):
        found = dict(synthesized.resources(kind))
        assert found
        for name, resource in found.items():
            assert resource["DeletionPolicy"] == "Retain", name
            assert resource["UpdateReplacePolicy"] == "Retain", name


def _stateful(synthesized: Synthesized) -> dict[str, list[str]]:
    """Return `logical id` by stack for the demo site."""
    found: dict[str, list[str]] = {}
    for path, template in synthesized.templates():
        if path.parent.name == "assembly-demo":
            ids = [
                logical_id
                for logical_id, resource in template.get("Resources", {}).items()
                if resource["Type"] in STATEFUL_TYPES
            ]
            if ids:
                found[path.name.split(".")[0]] = sorted(ids)
    return found
