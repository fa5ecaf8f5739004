"""What happens to a stack while it is deployed: told to the user, and kept."""

from __future__ import annotations

import time
from dataclasses import dataclass

from twin_local.engine.event import Event, Report
from twin_local.engine.store import Store

STACK_TYPE = "AWS::CloudFormation::Stack"


@dataclass(frozen=True)
class Progress:
    """The events of one stack."""

    stack: str
    store: Store
    report: Report

    def tell(self, logical_id: str, kind: str, status: str, reason: str = "") -> None:
        """Tell and keep one step of one resource."""
        event = Event(time.time(), self.stack, logical_id, kind, status, reason)
        self.store.add_event(event)
        self.report(event)

    def tell_stack(self, status: str, reason: str = "") -> None:
        """Tell and keep one step of the stack itself."""
        self.tell(self.stack, STACK_TYPE, status, reason)
