"""The way of a batch: filtered, enriched, shaped, delivered.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes.html
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from moto.core.exceptions import ServiceException
from moto.pipes.models import Pipe
from werkzeug.exceptions import HTTPException

from twin_local.execution.arns import parse
from twin_local.execution.events.paths import PathError, find
from twin_local.execution.pipes import calls
from twin_local.execution.pipes.batch import Outcome, PipeFailed, Record, Reported, check_report
from twin_local.execution.pipes.definition import variables
from twin_local.execution.pipes.templates import shape
from twin_local.execution.targets import TargetError, Targets
from twin_local.execution.types import Json

BATCHED = frozenset({"lambda", "states"})
REFUSALS = (
    BotoCoreError, ClientError, HTTPException, KeyError, ServiceException, TargetError,
)  # fmt: skip


@dataclass(frozen=True)
class Way:
    """Sends batches of one pipe on."""

    pipe: Pipe
    targets: Targets

    def send(self, records: Sequence[Record]) -> Outcome:
        """Send records through enrichment to the target; return what failed."""
        everything = frozenset(record.item for record in records)
        try:
            self._send(records)
        except Reported as report:
            return Outcome(report.items, str(report))
        except (PipeFailed, PathError) as error:
            return Outcome(everything, str(error))
        return Outcome()

    def _send(self, records: Sequence[Record]) -> None:
        moment = datetime.now(tz=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        known = variables(self.pipe, moment)
        events = [record.event for record in records]
        if self.pipe.enrichment:
            template = (self.pipe.enrichment_parameters or {}).get("InputTemplate")
            asked = [shape(template, event, known) for event in events]
            answer = calls.ask(self.pipe.enrichment, asked, self.pipe.role_arn)
            check_report(answer, records)
            events = _as_list(answer)
        template = self._parameters.get("InputTemplate")
        shaped = [shape(template, event, known) for event in events]
        if not shaped:
            return
        if parse(self.pipe.target).service in BATCHED:
            self._batch(shaped, records)
        else:
            self._one_by_one(shaped, records)

    def _batch(self, events: Sequence[Json], records: Sequence[Record]) -> None:
        name = (
            "LambdaFunctionParameters"
            if parse(self.pipe.target).service == "lambda"
            else "StepFunctionStateMachineParameters"
        )
        kind = (self._parameters.get(name) or {}).get("InvocationType")
        if kind == calls.FIRE_AND_FORGET:
            calls.tell(self.pipe.target, events, self.pipe.role_arn)
        else:
            check_report(calls.ask(self.pipe.target, events, self.pipe.role_arn), records)

    def _one_by_one(self, events: Sequence[Json], records: Sequence[Record]) -> None:
        """Deliver each event; where one is one record, only what was not delivered has failed."""
        for index, event in enumerate(events):
            try:
                self.targets.deliver(self.pipe.target, event, self._target(event))
            except REFUSALS as error:
                if index and len(events) == len(records):
                    raise Reported(record.item for record in records[index:]) from error
                raise PipeFailed(f"{self.pipe.target}: {error}") from error

    @property
    def _parameters(self) -> dict[str, Any]:
        return dict(self.pipe.target_parameters or {})

    def _target(self, event: Json) -> dict[str, Any]:
        """Return the description of the target in the words of EventBridge's rules."""
        given = self._parameters
        target: dict[str, Any] = {"Arn": self.pipe.target, "RoleArn": self.pipe.role_arn}
        if queue := given.get("SqsQueueParameters"):
            target["SqsParameters"] = {name: _at(value, event) for name, value in queue.items()}
        if job := given.get("BatchJobParameters"):
            target["BatchParameters"] = job
        if parse(self.pipe.target).service == "events":
            bus = given.get("EventBridgeEventBusParameters") or {}
            target["EventBridgeParameters"] = {
                "Source": _at(bus.get("Source"), event) or f"Pipe {self.pipe.name}",
                "DetailType": _at(bus.get("DetailType"), event)
                or f"Event from aws:{parse(self.pipe.source).service}",
            }
        return target


def _as_list(answer: Json) -> list[Json]:
    """Return the events of an enrichment; none where it answers nothing."""
    if answer is None or answer in ("", {}, []):
        return []
    return list(answer) if isinstance(answer, list) else [answer]


def _at(value: Json, event: Json) -> Json:
    """Return a parameter, which may be a path into the event."""
    is_path = isinstance(value, str) and value.startswith("$.") and isinstance(event, Mapping)
    return find(value, event) if is_path else value
