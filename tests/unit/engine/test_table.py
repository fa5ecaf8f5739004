"""The resource table holds together: operations, parameters and attributes exist."""

from __future__ import annotations

import re
from collections.abc import Iterator

import botocore.session
import pytest
from botocore.model import ServiceModel

from twin_local.engine.entry import Call, TypeEntry
from twin_local.engine.schema import type_schema
from twin_local.engine.table import INERT_TYPES, TABLE

FIELDS = {
    "account",
    "deployed",
    "id",
    "item",
    "last",
    "location",
    "logical_id",
    "o",
    "p",
    "r",
    "region",
    "stack",
    "unique",
}


def calls(entry: TypeEntry) -> Iterator[Call]:
    for call in (
        *entry.create,
        *entry.update,
        *entry.delete,
        *([entry.read] if entry.read else []),
    ):
        yield call
        if call.undo:
            yield call.undo


def model(service: str, cache: dict[str, ServiceModel] = {}) -> ServiceModel:  # noqa: B006
    if service not in cache:
        cache[service] = botocore.session.get_session().get_service_model(service)
    return cache[service]


@pytest.mark.parametrize("resource_type", sorted(TABLE))
def test_every_call_is_an_operation_and_every_fixed_parameter_one_of_its_members(
    resource_type: str,
) -> None:
    entry = TABLE[resource_type]
    for call in calls(entry):
        service = model(call.service or entry.service)
        shape = service.operation_model(call.operation).input_shape
        assert set(call.fixed) <= set(shape.members if shape else ())


@pytest.mark.parametrize("resource_type", sorted(TABLE))
def test_every_named_property_is_one_of_the_type(resource_type: str) -> None:
    entry, schema = TABLE[resource_type], type_schema(resource_type)
    assert schema is not None
    made_up = {"StatementId"} if resource_type == "AWS::Lambda::Permission" else set()
    named = {name for call in (*entry.create, *entry.update) for name in call.carried}
    named |= {name.split(".")[0] for name in entry.inert} | set(entry.replace)
    named |= {entry.name} if entry.name else set()
    # A replica of a global table has these settings, not the table itself.
    of_replica = {"DeletionProtectionEnabled", "ProvisionedThroughput", "TableClass"}
    allowed = schema.properties | made_up
    allowed |= of_replica if resource_type == "AWS::DynamoDB::GlobalTable" else set()
    assert named <= allowed


@pytest.mark.parametrize("resource_type", sorted(TABLE))
def test_every_expression_uses_known_fields(resource_type: str) -> None:
    entry = TABLE[resource_type]
    texts = [entry.ref, entry.settled or "", *entry.attributes.values()]
    texts += [str(call.fixed) for call in calls(entry)]
    used = {
        field.split(".")[0]
        for text in texts
        for field in re.findall(r"\{([a-z_]+(?:\.[^{}]*)?)\}", text)
    }
    assert used <= FIELDS


@pytest.mark.parametrize("resource_type", sorted(TABLE))
def test_every_attribute_is_one_that_cloudformation_gives(resource_type: str) -> None:
    entry, schema = TABLE[resource_type], type_schema(resource_type)
    assert schema is not None
    names = {".".join(path) for path in schema.read_only} | schema.properties
    assert set(entry.attributes) <= names


def test_every_inert_thing_has_a_reason() -> None:
    reasons = [reason for entry in TABLE.values() for reason in entry.inert.values()]
    reasons += [inert.reason for inert in INERT_TYPES.values()]
    assert all(len(reason) > 15 for reason in reasons)
