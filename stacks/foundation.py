"""What every other stack of a site stands on: the access log bucket and the event bus."""

from __future__ import annotations

from aws_cdk import Stack
from aws_cdk import aws_events as events
from constructs import Construct

from twin_constructs.access_logs import AccessLogs


class FoundationStack(Stack):
    """The bucket that all access logs go to, and the bus that the planes talk over."""

    def __init__(self, scope: Construct, construct_id: str) -> None:
        super().__init__(scope, construct_id)
        self.access_logs = AccessLogs(self, "AccessLogs").bucket
        self.bus = events.EventBus(self, "TwinBus")
