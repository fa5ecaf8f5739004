"""Constraints of a service model are told in the words of the services."""

from __future__ import annotations

import botocore.session
import pytest

from twin_local.execution.constraints.checked import SERVICES
from twin_local.execution.constraints.model import summary, violations

SESSION = botocore.session.get_session()


def found(service: str, operation: str, request: dict[str, object]) -> list[str]:
    shape = SESSION.get_service_model(service).operation_model(operation).input_shape
    assert shape is not None
    return list(violations(shape, request))


@pytest.mark.parametrize("service", SERVICES)
def test_every_operation_that_is_checked_exists(service: str) -> None:
    names = set(SESSION.get_service_model(service).operation_names)
    assert SERVICES[service].operations <= names


def test_one_violation_is_told_with_its_place() -> None:
    target = {"RetryPolicy": {"MaximumRetryAttempts": 186}}
    texts = found("scheduler", "CreateSchedule", {"Name": "n", "Target": target})
    assert summary(texts) == (
        "1 validation error detected: Value '186' at 'target.retryPolicy.maximumRetryAttempts'"
        " failed to satisfy constraint: Member must have value less than or equal to 185"
    )


def test_several_are_counted_and_long_values_cut() -> None:
    texts = found("iam", "CreateRole", {"RoleName": "a b" * 50, "MaxSessionDuration": 1})
    message = summary(texts)
    assert message.startswith("3 validation errors detected: ")
    assert "a b" * 50 not in message


def test_a_sensitive_value_is_not_shown() -> None:
    texts = found("secretsmanager", "CreateSecret", {"Name": "n", "SecretString": "s" * 65_537})
    assert len(texts) == 1
    assert "Value '***' at 'secretString'" in texts[0]
