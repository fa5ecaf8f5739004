"""Turn what pydantic says into findings: file, key, found, expected."""

from __future__ import annotations

import copy
import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from twin.definition.errors import Finding
from twin.definition.key_path import KeyPath, dotted
from twin.definition.names import EXPLAINED
from twin.definition.properties import CHILD, OWN
from twin.definition.retired import RETIRED_FEATURES
from twin.definition.site import SiteDefinition
from twin.definition.yaml_reader import YamlFile
from twin.definition.yaml_walker import Yaml

_EXPECTED_BY_KEY = {
    "account": 'twelve digits in quotes, such as "111111111111"',
    "region": "an AWS region, such as eu-central-1",
    "name": "2 to 24 lower-case letters, digits and hyphens, starting with a letter",
    "endpoint": "an OPC UA endpoint, such as opc.tcp://plc.example:4840/",
}
_EXPECTED_BY_TYPE = {
    "string_type": "text",
    "float_type": "a number",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "model_type": "a mapping of keys",
    "dict_type": "a mapping of keys",
    "tuple_type": "a list",
    "finite_number": "a finite number",
    "string_too_short": "text that is not empty",
}


@dataclass(frozen=True)
class Validated:
    """The definition as far as it could be read, and what was wrong.

    Wrong keys are left out of `definition`, so that the checks of meaning can still look at the
    rest; it is None where a required part is wrong.
    """

    definition: SiteDefinition | None
    findings: tuple[Finding, ...]


def validate(file: YamlFile, path: Path) -> Validated:
    """Validate the content of a site file."""
    findings: list[Finding] = []
    content = copy.deepcopy(file.content)
    while True:
        try:
            return Validated(SiteDefinition.model_validate(content), tuple(findings))
        except ValidationError as error:
            details = error.errors(include_url=False)
            findings += [
                _finding(file, path, detail)
                for detail in details
                if not _is_taken_out(file, detail)
            ]
            if not all([_remove(content, _path(detail), detail["type"]) for detail in details]):
                return Validated(None, tuple(findings))


def _is_taken_out(file: YamlFile, detail: ErrorDetails) -> bool:
    """Tell whether a missing key is in the file and was reported for its value."""
    return detail["type"] == "missing" and _path(detail) in file.lines


def _finding(file: YamlFile, path: Path, detail: ErrorDetails) -> Finding:
    key = _path(detail)
    code, message = _subject(detail)
    return Finding(
        code=code,
        file=str(path),
        line=file.line_of(key),
        key=dotted(key),
        message=message,
        found=_found(detail),
        expected=_expected(key, detail),
    )


def _path(detail: ErrorDetails) -> KeyPath:
    """Return the key path without the marks that pydantic adds for keys and unions."""
    marks = ("[key]", "float", "bool", "str")
    path = tuple(part for part in detail["loc"] if part not in (OWN, CHILD))
    while path and path[-1] in marks:
        path = path[:-1]
    return path


def _subject(detail: ErrorDetails) -> tuple[str, str]:
    match detail["type"]:
        case "extra_forbidden":
            if _retired(detail) is not None:
                return "SERVICE_RETIRED", "this feature needs a service that no longer takes users"
            return "UNKNOWN_KEY", "there is no such key"
        case "missing":
            return "MISSING_KEY", "a required key is missing"
        case kind if kind.endswith("_type"):
            return "WRONG_TYPE", "the value is of the wrong type"
        case _ if "[key]" in detail["loc"]:
            return "BAD_NAME", "this name is not allowed"
        case _:
            return "BAD_VALUE", "the value is not allowed"


def _found(detail: ErrorDetails) -> str:
    if detail["type"] == "missing":
        return "nothing"
    if detail["type"] == "extra_forbidden":
        return str(detail["loc"][-1])
    text = repr(detail["input"])
    return text if len(text) <= 80 else f"{text[:77]}…"


def _expected(key: KeyPath, detail: ErrorDetails) -> str:
    retired = _retired(detail)
    if retired is not None:
        return retired
    if detail["type"] == "extra_forbidden":
        return _known_keys(key)
    if len(key) <= 2 and key and str(key[-1]) in _EXPECTED_BY_KEY:
        return _EXPECTED_BY_KEY[str(key[-1])]
    if detail["type"] == "missing":
        return "one more value" if isinstance(key[-1], int) else f"{key[-1]}, which is required"
    context: dict[str, Any] = detail.get("ctx", {})
    if "expected" in context:
        return f"one of {context['expected']}"
    if "pattern" in context:
        pattern = str(context["pattern"])
        return EXPLAINED.get(pattern, f"text that matches {pattern}")
    return _EXPECTED_BY_TYPE.get(detail["type"], detail["msg"])


def _retired(detail: ErrorDetails) -> str | None:
    if detail["type"] != "extra_forbidden" or detail["loc"][:1] != ("features",):
        return None
    return RETIRED_FEATURES.get(str(detail["loc"][-1]))


def _known_keys(key: KeyPath) -> str:
    known = sorted(_keys_at(key[:-1]))
    near = difflib.get_close_matches(str(key[-1]), known, n=1)
    hint = f"{near[0]}? " if near else ""
    return f"{hint}one of {', '.join(known)}"


def _keys_at(path: KeyPath) -> Iterator[str]:
    """Yield the keys that the schema allows at a path."""
    models: list[type[BaseModel]] = [SiteDefinition]
    for part in path:
        models = [inner for model in models for inner in _inner_models(model, part)]
    for model in models:
        yield from model.model_fields


def _inner_models(model: type[BaseModel], part: str | int) -> list[type[BaseModel]]:
    field = model.model_fields.get(str(part))
    if field is None:
        # A free name or an index inside of a mapping or list: it does not change the model.
        return [model]
    return list(_models_in(field.annotation))


def _models_in(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in getattr(annotation, "__args__", ()):
        yield from _models_in(argument)


def _remove(content: Yaml, path: KeyPath, kind: str) -> bool:
    """Take a wrong key out; where a required key is missing, the part that needs it.

    Return False where nothing can be taken out without losing a required part of the site.
    """
    target = path[:-1] if kind == "missing" else path
    if not target or (len(target) == 1 and target[0] in ("name", "account", "region")):
        return False
    holder: Any = content
    for part in target[:-1]:
        holder = _inside(holder, part)
    # A holder that is gone was taken out already, with the part around it.
    return holder is None or _pop(holder, target[-1])


def _inside(holder: Any, part: str | int) -> Any:  # noqa: ANN401 - any YAML value
    if isinstance(holder, dict):
        return holder.get(str(part))
    if isinstance(holder, list) and isinstance(part, int) and part < len(holder):
        return holder[part]
    return None


def _pop(holder: Any, last: str | int) -> bool:  # noqa: ANN401 - any YAML value
    if isinstance(holder, dict):
        holder.pop(str(last), None)
        return True
    if isinstance(holder, list) and isinstance(last, int) and last < len(holder):
        holder[last] = None
    return not isinstance(holder, list)
