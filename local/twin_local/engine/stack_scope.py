"""What the names in one stack's template stand for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from twin_local.engine.errors import TemplateError
from twin_local.engine.intrinsics import NO_VALUE, evaluate
from twin_local.engine.json_value import Json
from twin_local.engine.resource_state import Physical, Place
from twin_local.engine.scope import Unresolved
from twin_local.engine.store import Store
from twin_local.engine.template import Template


@dataclass
class StackScope:
    """The names of a stack while it is deployed; `resources` grows as they come to exist."""

    template: Template
    place: Place
    parameters: Mapping[str, Json]
    store: Store
    resources: dict[str, Physical] = field(default_factory=dict)
    imports: set[str] = field(default_factory=set)
    _conditions: dict[str, bool] = field(default_factory=dict)

    def reference(self, name: str) -> Json:
        """Return what `Ref` gives."""
        if name.startswith("AWS::"):
            return self._pseudo(name)
        if name in self.parameters:
            return self.parameters[name]
        return self._resource(name).reference

    def _pseudo(self, name: str) -> Json:
        values: dict[str, Json] = {
            "AWS::AccountId": self.place.account,
            "AWS::NoValue": NO_VALUE,
            "AWS::NotificationARNs": [],
            "AWS::Partition": "aws",
            "AWS::Region": self.place.region,
            "AWS::StackId": self.place.stack_id,
            "AWS::StackName": self.place.stack,
            "AWS::URLSuffix": "amazonaws.com",
        }
        if name not in values:
            raise TemplateError("unknown pseudo parameter", found=name, where=self.place.stack)
        return values[name]

    def _resource(self, name: str) -> Physical:
        if name not in self.resources:
            known = "not deployed" if name in self.template.resources else "not in the template"
            raise TemplateError(f"{name} is {known}", found=name, where=self.place.stack)
        return self.resources[name]

    def attribute(self, logical_id: str, name: str) -> Json:
        """Return what `Fn::GetAtt` gives."""
        physical = self._resource(logical_id)
        value = physical.attributes.get(name)
        if value is None:
            raise TemplateError(
                f"{logical_id} ({physical.type}) has no attribute {name}",
                found=name,
                expected=", ".join(sorted(physical.attributes)),
                where=f"{self.place.stack}/{logical_id}",
            )
        return value

    def exported(self, name: str) -> Json:
        """Return what `Fn::ImportValue` gives."""
        exports = self.store.exports()
        if name not in exports:
            raise TemplateError("no stack exports this", found=name, where=self.place.stack)
        self.imports.add(name)
        return exports[name]

    def stack_output(self, stack: str, output: str) -> Json:
        """Return what `Fn::GetStackOutput` gives."""
        outputs = self.store.outputs(stack) or {}
        if output not in outputs:
            raise TemplateError(f"stack {stack} has no such output", found=output, where=stack)
        return outputs[output]

    def mapping(self, name: str, first: str, second: str) -> Json:
        """Return what `Fn::FindInMap` gives."""
        try:
            return self.template.mappings[name][first][second]
        except KeyError as error:
            found = f"{name}.{first}.{second}"
            raise TemplateError("nothing is mapped here", found=found) from error

    def condition(self, name: str) -> bool:
        """Return whether a named condition holds."""
        if name not in self.template.conditions:
            raise TemplateError("unknown condition", found=name, where=self.place.stack)
        if name not in self._conditions:
            self._conditions[name] = bool(evaluate(self.template.conditions[name], self))
        return self._conditions[name]


class CheckScope(StackScope):
    """The names of a stack before anything of it exists: values to come are placeholders."""

    def reference(self, name: str) -> Json:
        """Return what `Ref` gives."""
        if name in self.template.resources:
            return Unresolved(f"<{name}>")
        return super().reference(name)

    def attribute(self, logical_id: str, name: str) -> Json:
        """Return what `Fn::GetAtt` gives."""
        if logical_id not in self.template.resources:
            return super().attribute(logical_id, name)
        return Unresolved(f"<{logical_id}.{name}>")

    def exported(self, name: str) -> Json:
        """Return what `Fn::ImportValue` gives."""
        return Unresolved(f"<{name}>")

    def stack_output(self, stack: str, output: str) -> Json:
        """Return what `Fn::GetStackOutput` gives."""
        return Unresolved(f"<{stack}.{output}>")
