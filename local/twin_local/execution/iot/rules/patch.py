"""Make moto refuse rules that cannot be run."""

from __future__ import annotations

from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.iot.exceptions import InvalidRequestException, ResourceNotFoundException
from moto.iot.models import IoTBackend

from twin_local.execution.iot.rules.definition import Rule, RuleError, read_rule
from twin_local.execution.iot.rules.occasion import UnsupportedAction
from twin_local.execution.iot.sql.errors import SqlError
from twin_local.execution.patching import original, replace


def install() -> None:
    """Check rules before moto stores them; a refused replacement leaves the rule as it was."""
    create = original(IoTBackend, "create_topic_rule")
    delete = original(IoTBackend, "delete_topic_rule")

    def create_topic_rule(backend: IoTBackend, rule_name: str, sql: str, **kwargs: Any) -> None:
        rule = _checked(sql, kwargs)
        create(backend, rule_name, sql, **kwargs)
        backend.rules[rule_name].topic_pattern = rule.statement.topic_filter

    def replace_topic_rule(backend: IoTBackend, rule_name: str, **kwargs: Any) -> None:
        if rule_name not in backend.rules:
            raise ResourceNotFoundException()
        _checked(kwargs["sql"], kwargs)
        created_at = backend.rules[rule_name].created_at
        delete(backend, rule_name)
        create_topic_rule(backend, rule_name, **kwargs)
        backend.rules[rule_name].created_at = created_at

    replace(IoTBackend, "create_topic_rule", create_topic_rule)
    replace(IoTBackend, "replace_topic_rule", replace_topic_rule)


def _checked(sql: str, settings: dict[str, Any]) -> Rule:
    try:
        return read_rule(
            sql=sql,
            version=settings.get("aws_iot_sql_version"),
            actions=settings.get("actions"),
            error_action=settings.get("error_action"),
        )
    except SqlError as error:
        raise JsonRESTError("SqlParseException", str(error)) from error
    except (RuleError, UnsupportedAction) as error:
        raise InvalidRequestException(str(error)) from error
