"""Actions on functions, topics and logs; each is read once and performed per message."""

from __future__ import annotations

import json
from dataclasses import dataclass

from moto.logs.models import logs_backends

from twin_local.execution import logs
from twin_local.execution.iot import publishing
from twin_local.execution.iot.rules.occasion import ActionError, Means, Occasion
from twin_local.execution.iot.sql.templates import Template


@dataclass(frozen=True)
class LambdaAction:
    """Invokes a function asynchronously with the payload as its event."""

    resource: Template
    kind: str = "LambdaAction"

    def perform(self, occasion: Occasion, means: Means) -> None:
        """Hand the payload to the function."""
        try:
            event = json.loads(occasion.payload)
        except ValueError as error:
            raise ActionError("the payload is not JSON, as a function's event must be") from error
        arn = self.resource.fill(occasion.subject)
        means.targets.deliver(arn, event, caller=occasion.caller)


@dataclass(frozen=True)
class RepublishAction:
    """Publishes the payload to another topic, as a role."""

    resource: Template
    role: str
    qos: int
    kind: str = "RepublishAction"

    def perform(self, occasion: Occasion, means: Means) -> None:
        """Publish the payload; a topic that begins with `$$` is a reserved one."""
        filled = self.resource.fill(occasion.subject)
        topic = filled.removeprefix("$") if filled.startswith("$$") else filled
        arn = f"arn:aws:iot:{occasion.region}:{occasion.account}:topic/{topic}"
        means.trust(self.role, occasion.caller)
        means.require(self.role, "iot:Publish", arn)
        publishing.publish(topic, occasion.payload, qos=self.qos)


@dataclass(frozen=True)
class LogsAction:
    """Writes the payload as one event of a log group, as a role."""

    resource: Template
    role: str
    kind: str = "CloudwatchLogsAction"

    def perform(self, occasion: Occasion, means: Means) -> None:
        """Write to the stream of the rule; the group must exist."""
        group = self.resource.fill(occasion.subject)
        arn = f"arn:aws:logs:{occasion.region}:{occasion.account}:log-group:{group}"
        means.trust(self.role, occasion.caller)
        for action in ("logs:CreateLogStream", "logs:DescribeLogStreams"):
            means.require(self.role, action, f"{arn}:*")
        means.require(self.role, "logs:PutLogEvents", f"{arn}:log-stream:{occasion.rule}")
        if group not in logs_backends[occasion.account][occasion.region].groups:
            raise ActionError(f"the log group {group} does not exist")
        logs.write(
            account=occasion.account,
            region=occasion.region,
            group=group,
            stream=occasion.rule,
            lines=[occasion.payload.decode(errors="replace")],
        )
