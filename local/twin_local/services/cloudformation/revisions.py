"""From a request to what a stack is to be made of, and to why that cannot be."""

from __future__ import annotations

from dataclasses import dataclass

from twin_local.engine.clients import OperationError
from twin_local.engine.errors import DeploymentError
from twin_local.engine.preview import Preview
from twin_local.engine.template import read_template as read_engine_template
from twin_local.services.cloudformation import templates
from twin_local.services.cloudformation.exceptions import ValidationError
from twin_local.services.cloudformation.model import Json, Revision, StackRecord
from twin_local.services.cloudformation.stack_table import StackTable

UNSUPPORTED = {
    "DisableRollback": "a failed deployment is always rolled back",
    "NotificationARNs": "nobody is notified",
    "ResourcesToImport": "resources cannot be imported",
    "RollbackConfiguration": "no alarm is watched",
    "StackPolicyBody": "there are no stack policies",
    "StackPolicyURL": "there are no stack policies",
    "RetainResources": "what is to stay must say so in its DeletionPolicy",
    "RetainExceptOnCreate": "what is to stay must say so in its DeletionPolicy",
    "ResourcesToSkip": "every resource is led back",
    "TimeoutInMinutes": "a deployment may take its time",
}
"""Parameters of requests that would have no effect, and why.

`ImportExistingResources`, which `cdk bootstrap` sends, only matters where a resource of a given
name exists. Its service decides then: a bucket of one's own is taken over, as for the bucket that
bootstrapping retains; other names are refused, and the stack is rolled back.
"""


@dataclass(frozen=True)
class Revisions:
    """Makes revisions and looks at what they would do."""

    stacks: StackTable

    def of(self, request: Json, record: StackRecord, *, exists: bool) -> Revision:
        """Return what a request brings for a stack; `exists` if it may keep what is deployed.

        Raises:
            CloudFormationError: the request is refused.
        """
        refuse_unsupported(request)
        previous = self.stacks.template(record) if exists else None
        kept = self.stacks.parameters(record) if exists else {}
        template = templates.read_template(request, self.stacks.engine.clients, previous)
        templates.require_capabilities(template, request)
        return Revision(
            stack=record.name,
            template=template,
            parameters=templates.parameters_of(request, template, kept),
            tags=request.get("Tags") or (record.tags if "Tags" not in request else []),
            capabilities=request.get("Capabilities") or [],
            role_arn=request.get("RoleARN") or record.role_arn,
        )

    def preview(self, revision: Revision) -> Preview:
        """Return what a revision would change.

        Raises:
            ValidationError: the engine refuses it.
        """
        try:
            template = read_engine_template(revision.template, stack=revision.stack)
            self.stacks.engine.check_template(template, revision.parameters)
            return self.stacks.engine.preview(template, revision.parameters)
        except (DeploymentError, OperationError) as error:
            raise ValidationError(str(error)) from error


SUPPORTED_VALUES = {
    "DeploymentMode": ("STANDARD",),
    "OnFailure": ("ROLLBACK",),
    "OnStackFailure": ("ROLLBACK",),
}
"""Parameters of requests of which only some values are possible here."""


def refuse_unsupported(request: Json) -> None:
    """Refuse a request that asks for what would have no effect.

    Raises:
        ValidationError: it does.
    """
    for name, reason in UNSUPPORTED.items():
        if request.get(name) not in (None, False, [], "", {}):
            raise ValidationError(f"{name} is not supported by the embedded AWS: {reason}")
    for name, values in SUPPORTED_VALUES.items():
        if request.get(name, values[0]) not in values:
            raise ValidationError(f"{name} {request[name]} is not supported by the embedded AWS")
