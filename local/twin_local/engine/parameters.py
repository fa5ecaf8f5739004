"""The values of a template's parameters, and the rules they must satisfy."""

from __future__ import annotations

from collections.abc import Mapping

from twin_local.engine.clients import Clients, OperationError
from twin_local.engine.errors import TemplateError
from twin_local.engine.intrinsics import evaluate
from twin_local.engine.json_value import Json, Properties
from twin_local.engine.scope import Scope
from twin_local.engine.template import Template

STORED = "AWS::SSM::Parameter::Value<"


def resolve_parameters(
    template: Template, given: Mapping[str, str], clients: Clients
) -> dict[str, Json]:
    """Return the value of every parameter: given, default, or read from the parameter store.

    Raises:
        TemplateError: a parameter has no value, is not declared, or its value is not allowed.
    """
    unknown = ", ".join(sorted(set(given) - set(template.parameters)))
    if unknown:
        raise TemplateError("not a parameter of the template", found=unknown, where=template.stack)
    return {
        name: _value(name, body, given, clients, template.stack)
        for name, body in template.parameters.items()
    }


def _value(
    name: str, body: Properties, given: Mapping[str, str], clients: Clients, stack: str
) -> Json:
    value = given.get(name, body.get("Default"))
    if value is None:
        raise TemplateError("a parameter has no value", found=name, where=stack)
    allowed = body.get("AllowedValues")
    if allowed and value not in allowed:
        raise TemplateError(f"{name}: not allowed", found=str(value), expected=str(allowed))
    kind = body["Type"]
    if kind.startswith(STORED):
        value = _stored(str(value), clients)
        kind = kind.removeprefix(STORED).removesuffix(">")
    is_list = kind == "CommaDelimitedList" or kind.startswith("List<")
    return [item.strip() for item in str(value).split(",")] if is_list else value


def _stored(name: str, clients: Clients) -> str:
    try:
        found = clients.call("ssm", "GetParameter", {"Name": name})
    except OperationError as error:
        raise TemplateError("a stored parameter cannot be read", found=name) from error
    return str(found["Parameter"]["Value"])


def check_rules(template: Template, scope: Scope) -> None:
    """Refuse parameters that break a rule of the template.

    Raises:
        TemplateError: an assertion of a rule does not hold.
    """
    for name, rule in template.rules.items():
        if "RuleCondition" in rule and not evaluate(rule["RuleCondition"], scope):
            continue
        for assertion in rule.get("Assertions", []):
            if not evaluate(assertion["Assert"], scope):
                reason = assertion.get("AssertDescription", "an assertion does not hold")
                raise TemplateError(f"{name}: {reason}", where=template.stack)
