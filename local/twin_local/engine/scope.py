"""What the intrinsic functions of a template may look up."""

from __future__ import annotations

from typing import Protocol

from twin_local.engine.json_value import Json


class Unresolved(str):
    """Stands for a value that only exists once a resource is deployed, while a stack is checked."""

    __slots__ = ()


class Scope(Protocol):
    """Names that a template may refer to; every method raises TemplateError for unknown ones."""

    def reference(self, name: str) -> Json:
        """Return what `Ref` gives: a pseudo parameter, a parameter or a resource's id."""

    def attribute(self, logical_id: str, name: str) -> Json:
        """Return what `Fn::GetAtt` gives."""

    def exported(self, name: str) -> Json:
        """Return what `Fn::ImportValue` gives."""

    def stack_output(self, stack: str, output: str) -> Json:
        """Return what `Fn::GetStackOutput` gives."""

    def mapping(self, name: str, first: str, second: str) -> Json:
        """Return what `Fn::FindInMap` gives."""

    def condition(self, name: str) -> bool:
        """Return whether a named condition holds."""
