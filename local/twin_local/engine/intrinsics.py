"""The intrinsic functions of CloudFormation templates (AWS::LanguageExtensions excepted)."""

from __future__ import annotations

import base64
import ipaddress
import json
import re
from collections.abc import Callable, Mapping

from twin_local.engine.errors import TemplateError
from twin_local.engine.json_value import Json
from twin_local.engine.scope import Scope, Unresolved

NO_VALUE = object()
"""What `Ref: AWS::NoValue` gives: the property or list item vanishes."""

SUB_PATTERN = re.compile(r"\$\{(!?)([^}]*)\}")
ZONES_PER_REGION = 3

Function = Callable[[Json, Scope], Json]


def evaluate(value: Json, scope: Scope) -> Json:
    """Return `value` with every intrinsic function replaced by what it gives.

    Raises:
        TemplateError: an unknown function or name, or arguments of the wrong form.
    """
    result = _evaluate(value, scope)
    return None if result is NO_VALUE else result


def function_of(value: Json) -> tuple[str, Json] | None:
    """Return the name and argument when `value` is a call of an intrinsic function."""
    if isinstance(value, dict) and len(value) == 1:
        [(name, argument)] = value.items()
        if name in ("Ref", "Condition") or name.startswith("Fn::"):
            return name, argument
    return None


def _evaluate(value: Json, scope: Scope) -> Json:
    call = function_of(value)
    if call is not None and not (call[0] == "Condition" and not isinstance(call[1], str)):
        name, argument = call
        if name not in FUNCTIONS:
            raise TemplateError(f"{name} is not known", expected=", ".join(sorted(FUNCTIONS)))
        return FUNCTIONS[name](argument, scope)
    if isinstance(value, dict):
        items = ((key, _evaluate(item, scope)) for key, item in value.items())
        return {key: item for key, item in items if item is not NO_VALUE}
    if isinstance(value, list):
        return [item for item in (_evaluate(one, scope) for one in value) if item is not NO_VALUE]
    return value


def _texts(values: Json) -> list[str]:
    if not isinstance(values, list):
        raise TemplateError("a list is needed", found=json.dumps(values, default=str))
    return [_text(value) for value in values]


def _text(value: Json) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (dict, list)) or value is NO_VALUE:
        raise TemplateError("a text is needed", found=str(value)[:200])
    return value if isinstance(value, str) else str(value)


def _joined(delimiter: str, parts: list[str]) -> str:
    text = delimiter.join(parts)
    return Unresolved(text) if any(isinstance(part, Unresolved) for part in parts) else text


def _ref(argument: Json, scope: Scope) -> Json:
    return NO_VALUE if argument == "AWS::NoValue" else scope.reference(argument)


def _get_att(argument: Json, scope: Scope) -> Json:
    parts = argument.split(".", 1) if isinstance(argument, str) else argument
    return scope.attribute(parts[0], _text(_evaluate(parts[1], scope)))


def _join(argument: Json, scope: Scope) -> Json:
    delimiter, values = argument
    values = _evaluate(values, scope)
    if isinstance(values, Unresolved):
        return values
    return _joined(_text(delimiter), _texts(values))


def _select(argument: Json, scope: Scope) -> Json:
    index, values = int(_evaluate(argument[0], scope)), _evaluate(argument[1], scope)
    if isinstance(values, Unresolved):
        return values
    if index >= len(values):
        if any(isinstance(value, Unresolved) for value in values):
            return Unresolved("".join(values))
        raise TemplateError("Fn::Select is out of range", found=f"{index} of {values}")
    return values[index]


def _split(argument: Json, scope: Scope) -> Json:
    text = _text(_evaluate(argument[1], scope))
    if isinstance(text, Unresolved):
        return text
    return text.split(_text(argument[0]))


def _sub(argument: Json, scope: Scope) -> Json:
    text, variables = (argument, {}) if isinstance(argument, str) else argument
    given = {name: _evaluate(value, scope) for name, value in variables.items()}
    unresolved = False

    def replace(match: re.Match[str]) -> str:
        nonlocal unresolved
        if match[1]:
            return "${" + match[2] + "}"
        value = given[match[2]] if match[2] in given else _named(match[2], scope)
        unresolved = unresolved or isinstance(value, Unresolved)
        return _text(value)

    result = SUB_PATTERN.sub(replace, text)
    return Unresolved(result) if unresolved else result


def _named(name: str, scope: Scope) -> Json:
    logical_id, dot, attribute = name.partition(".")
    return scope.attribute(logical_id, attribute) if dot else scope.reference(name)


def _find_in_map(argument: Json, scope: Scope) -> Json:
    name, first, second = (_text(_evaluate(part, scope)) for part in argument[:3])
    return scope.mapping(name, first, second)


def _base64(argument: Json, scope: Scope) -> Json:
    text = _text(_evaluate(argument, scope))
    encoded = base64.b64encode(text.encode()).decode()
    return Unresolved(encoded) if isinstance(text, Unresolved) else encoded


def _zones(argument: Json, scope: Scope) -> Json:
    region = _evaluate(argument, scope) or scope.reference("AWS::Region")
    return [f"{region}{letter}" for letter in "abcdef"[:ZONES_PER_REGION]]


def _cidr(argument: Json, scope: Scope) -> Json:
    block, count, *bits = (_evaluate(part, scope) for part in argument)
    if isinstance(block, Unresolved):
        return [Unresolved("0.0.0.0/0")] * int(count)
    network = ipaddress.ip_network(block)
    prefix = network.max_prefixlen - int(bits[0] if bits else 8)
    subnets = network.subnets(new_prefix=prefix)
    return [str(next(subnets)) for _ in range(int(count))]


def _stack_output(argument: Json, scope: Scope) -> Json:
    known = {"StackName", "OutputName", "Region"}
    if set(argument) - known:
        raise TemplateError("Fn::GetStackOutput", found=", ".join(argument), expected=str(known))
    region = _evaluate(argument.get("Region"), scope) or scope.reference("AWS::Region")
    if region != scope.reference("AWS::Region"):
        raise TemplateError("Fn::GetStackOutput of another region", found=_text(region))
    return scope.stack_output(
        _text(_evaluate(argument["StackName"], scope)),
        _text(_evaluate(argument["OutputName"], scope)),
    )


def _if(argument: Json, scope: Scope) -> Json:
    name, then, otherwise = argument
    return _evaluate(then if scope.condition(name) else otherwise, scope)


def _equals(argument: Json, scope: Scope) -> Json:
    left, right = (_evaluate(part, scope) for part in argument)
    return _text(left) == _text(right)


def _contains(argument: Json, scope: Scope) -> Json:
    values, value = (_evaluate(part, scope) for part in argument)
    return _text(value) in _texts(values)


def _to_json(argument: Json, scope: Scope) -> Json:
    return json.dumps(_evaluate(argument, scope), separators=(",", ":"))


FUNCTIONS: Mapping[str, Function] = {
    "Ref": _ref,
    "Condition": lambda argument, scope: scope.condition(argument),
    "Fn::And": lambda argument, scope: all(_evaluate(part, scope) for part in argument),
    "Fn::Base64": _base64,
    "Fn::Cidr": _cidr,
    "Fn::Contains": _contains,
    "Fn::Equals": _equals,
    "Fn::FindInMap": _find_in_map,
    "Fn::GetAZs": _zones,
    "Fn::GetAtt": _get_att,
    "Fn::GetStackOutput": _stack_output,
    "Fn::If": _if,
    "Fn::ImportValue": lambda argument, scope: scope.exported(_text(_evaluate(argument, scope))),
    "Fn::Join": _join,
    "Fn::Not": lambda argument, scope: not _evaluate(argument[0], scope),
    "Fn::Or": lambda argument, scope: any(_evaluate(part, scope) for part in argument),
    "Fn::Select": _select,
    "Fn::Split": _split,
    "Fn::Sub": _sub,
    "Fn::ToJsonString": _to_json,
}
