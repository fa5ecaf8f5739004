"""What of metadata is not what its schema demands, found by the library `jsonschema`.

Documents have passed `twin.catalogue.metadata_schema.valid_document`, which bounds what comparing
with them costs. Nothing is fetched: the registry holds the meta-schemas and no more.
"""

from __future__ import annotations

import json
from functools import cache
from itertools import islice
from typing import Any

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.exceptions import best_match
from jsonschema.validators import extend
from jsonschema_specifications import REGISTRY  # type: ignore[import-untyped]

from schema_runtime.formats import formats
from schema_runtime.patterns import (
    check_additional_properties,
    check_pattern,
    check_pattern_properties,
    pattern_findings,
)
from twin.catalogue.asset import Metadata
from twin.catalogue.detail_errors import JsonFinding, SchemaInvalid
from twin.catalogue.metadata_schema import MAXIMUM_FINDINGS, SchemaDocument
from twin.catalogue.metadata_size import pointer_token

MAXIMUM_ERRORS = 200
"""Errors that are looked at: a list of a thousand wrong values has as many in each part."""

SHOWN = 200
"""Characters of a value or of a demand that a finding shows."""

TOLD_BY_MESSAGE = ("additionalProperties", "dependentRequired", "required")
"""Keywords whose message says more than their value: which member, not the list of all."""


def metadata_findings(document: SchemaDocument, metadata: Metadata) -> list[JsonFinding]:
    """Return the first findings, in the order of their places; none says that all is right."""
    validator = _validator()(document, registry=REGISTRY, format_checker=formats())
    errors = islice(validator.iter_errors(metadata), MAXIMUM_ERRORS)
    findings = {_finding(error) for error in errors}
    return sorted(findings, key=lambda one: (one.pointer, one.expected))[:MAXIMUM_FINDINGS]


def check_document(document: SchemaDocument) -> None:
    """Refuse a document that is no schema of draft 2020-12, or whose patterns cannot be matched.

    Raises:
        SchemaInvalid: with what is wrong, and where.
    """
    meta = Draft202012Validator(Draft202012Validator.META_SCHEMA, registry=REGISTRY)
    findings = [_finding(error) for error in meta.iter_errors(document)]
    findings = findings or list(pattern_findings(document))
    if findings:
        raise SchemaInvalid(findings[:MAXIMUM_FINDINGS])


@cache
def _validator() -> Any:  # noqa: ANN401 - a class that is made here
    return extend(  # type: ignore[no-untyped-call]
        Draft202012Validator,
        {
            "pattern": check_pattern,
            "patternProperties": check_pattern_properties,
            "additionalProperties": check_additional_properties,
        },
    )


def _finding(error: ValidationError) -> JsonFinding:
    """Return an error as a finding; of several possibilities, the one that comes nearest."""
    nearest = best_match([error]) or error
    pointer = "".join(pointer_token(str(step)) for step in nearest.absolute_path)
    return JsonFinding(pointer, _shown(nearest.instance)[:SHOWN], _expected(nearest)[:SHOWN])


def _expected(error: ValidationError) -> str:
    if error.validator in TOLD_BY_MESSAGE:
        return error.message
    return f"{error.validator} {_shown(error.validator_value)}"


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return f"an object with {', '.join(sorted(value)) or 'no members'}"
    return json.dumps(value, ensure_ascii=False)
