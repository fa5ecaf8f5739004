"""Operations on templates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from twin_local.engine.json_value import canonical
from twin_local.services.cloudformation import templates
from twin_local.services.cloudformation.exceptions import ChangeSetNotFoundException
from twin_local.services.cloudformation.model import Json
from twin_local.services.cloudformation.stack_table import StackTable


@dataclass(frozen=True)
class TemplateOperations:
    """Returns and reads templates."""

    table: StackTable

    @property
    def operations(self) -> Mapping[str, Callable[[Json], Json]]:
        """The operations by name."""
        return {
            "GetTemplate": self.get,
            "GetTemplateSummary": self.summarize,
            "ValidateTemplate": self.validate,
        }

    def get(self, request: Json) -> Json:
        """Return the template that a stack was deployed with, or that a change set brings."""
        template = self._of_change_set(request) if "ChangeSetName" in request else None
        if template is None:
            template = self.table.template(self.table.get(request["StackName"]))
        return {"TemplateBody": canonical(template), "StagesAvailable": ["Original", "Processed"]}

    def _of_change_set(self, request: Json) -> Json:
        name = request["ChangeSetName"]
        for one in self.table.records.change_sets():
            if name in (one.id, one.name):
                return one.revision.template
        raise ChangeSetNotFoundException(f"ChangeSet [{name}] does not exist")

    def summarize(self, request: Json) -> Json:
        """Say which parameters, types and capabilities a template has."""
        if name := request.get("StackName"):
            template = self.table.template(self.table.get(name))
        else:
            template = templates.read_template(request, self.table.engine.clients)
        return {
            "Parameters": templates.summary_of(template),
            "ResourceTypes": sorted({body["Type"] for body in template["Resources"].values()}),
            "ResourceIdentifierSummaries": [],
            **_described(template),
        }

    def validate(self, request: Json) -> Json:
        """Read a template."""
        template = templates.read_template(request, self.table.engine.clients)
        return {"Parameters": templates.summary_of(template), **_described(template)}


def _described(template: Json) -> Json:
    return {"Description": template["Description"]} if "Description" in template else {}
