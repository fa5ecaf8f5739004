"""The console's types: TypeScript of the OpenAPI document.

`python -m twin.api.typescript web/src/api/schema.ts` writes them anew.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

from twin.api.json_schema import REFERENCE
from twin.api.openapi import openapi

Json = dict[str, Any]

HEAD = """\
// Written by `make api` from the API's OpenAPI document: change twin/api, not this file.
"""
NAME = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")
PLACES = ("path", "query", "header")


def typescript(document: Json) -> str:
    """Return one interface for each schema, and what each operation takes and answers."""
    schemas = document["components"]["schemas"]
    parts = [HEAD, *(_interface(name, schema) for name, schema in schemas.items())]
    parts.append(_operations(document["paths"]))
    return "\n".join(parts)


def _interface(name: str, schema: Json) -> str:
    fields = "\n".join(_fields(schema, indent=2))
    return f"{_comment(schema.get('description'), 0)}export interface {name} {{\n{fields}\n}}\n"


def _fields(schema: Json, *, indent: int) -> list[str]:
    needed = schema.get("required", [])
    return [
        f"{' ' * indent}{_name(name)}{'' if name in needed else '?'}: {_type(of)};"
        for name, of in schema["properties"].items()
    ]


def _operations(paths: Json) -> str:
    lines = [
        "/** What each operation takes and answers, by method and path. */",
        "export interface Operations {",
    ]
    for path, operations in paths.items():
        for method, operation in operations.items():
            lines += _operation(f"{method.upper()} {path}", operation)
    return "\n".join([*lines, "}", ""])


def _operation(key: str, operation: Json) -> list[str]:
    body = operation.get("requestBody", {}).get("content", {}).get("application/json")
    members = [
        *(f"    {place}: {_parameters(operation, place)};" for place in PLACES),
        f"    body: {_type(body['schema']) if body else 'undefined'};",
        f"    answer: {_answer(operation['responses'])};",
    ]
    return [f"  /** {operation['summary']}. */", f'  "{key}": {{', *members, "  };"]


def _parameters(operation: Json, place: str) -> str:
    found = [one for one in operation["parameters"] if one["in"] == place]
    if not found:
        return "Record<never, never>"
    fields = [
        f"{_name(one['name'])}{'' if one['required'] else '?'}: {_parameter(one)}" for one in found
    ]
    return f"{{ {'; '.join(fields)} }}"


def _parameter(parameter: Json) -> str:
    schema = parameter["schema"]
    if schema["type"] == "array":
        return f"{_type(schema['items'])} | {_type(schema)}"
    return _type(schema) if parameter["required"] else f"{_type(schema)} | null"


def _answer(responses: Json) -> str:
    done = next(responses[status] for status in responses if status.startswith("2"))
    (media_type, content), *_ = done["content"].items()
    return _type(content["schema"]) if media_type == "application/json" else "string"


def _type(schema: Json) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(REFERENCE)
    if "enum" in schema:
        return " | ".join(json.dumps(value) for value in schema["enum"])
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(_type(one) for one in schema["anyOf"]))
    kind = schema.get("type")
    if kind == "array":
        return _list(schema)
    if kind == "object":
        return f"Record<string, {_type(schema['additionalProperties'])}>"
    return {"integer": "number", None: "unknown"}.get(kind, str(kind))


def _list(schema: Json) -> str:
    item = _type(schema["items"])
    length = schema.get("minItems")
    if length and length == schema.get("maxItems"):
        return f"[{', '.join([item] * length)}]"
    return f"({item})[]" if " " in item else f"{item}[]"


def _name(name: str) -> str:
    return name if NAME.fullmatch(name) else json.dumps(name)


def _comment(text: str | None, indent: int) -> str:
    if not text:
        return ""
    lines = text.splitlines()
    if len(lines) == 1:
        return f"{' ' * indent}/** {lines[0]} */\n"
    middle = "\n".join(f" * {line}".rstrip() for line in lines)
    return f"/**\n{middle}\n */\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(typescript(openapi(title="Digital twin", version="1")))
