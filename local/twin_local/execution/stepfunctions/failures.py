"""Failures as the interpreter raises them, with the error name and cause of the service."""

from __future__ import annotations

from typing import cast

from moto.stepfunctions.parser.api import (
    EvaluationFailedEventDetails,
    HistoryEventType,
    MapRunFailedEventDetails,
    TaskFailedEventDetails,
)
from moto.stepfunctions.parser.asl.component.common.error_name.custom_error_name import (
    CustomErrorName,
)
from moto.stepfunctions.parser.asl.component.common.error_name.error_name import ErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import (
    FailureEvent,
    FailureEventException,
)
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name import (
    StatesErrorName,
)
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name_type import (
    StatesErrorNameType,
)
from moto.stepfunctions.parser.asl.eval.environment import Environment
from moto.stepfunctions.parser.asl.eval.event.event_detail import EventDetails


def event_details(**details: object) -> EventDetails:
    """Return the details of an event: one member, though moto's type asks for all of them."""
    return cast(EventDetails, details)


def map_failure(env: Environment, error: str, cause: str) -> FailureEventException:
    """Return the failure of a Map state."""
    details = event_details(
        mapRunFailedEventDetails=MapRunFailedEventDetails(error=error, cause=cause)
    )
    event = FailureEvent(env, _name(error), HistoryEventType.MapRunFailed, details)
    return FailureEventException(event)


def task_failure(
    env: Environment, error: str, cause: str, *, service: str, resource: str
) -> FailureEventException:
    """Return the failure of a Task state."""
    details = event_details(
        taskFailedEventDetails=TaskFailedEventDetails(
            error=error, cause=cause, resource=resource, resourceType=service
        )
    )
    event = FailureEvent(env, _name(error), HistoryEventType.TaskFailed, details)
    return FailureEventException(event)


def _name(error: str) -> ErrorName:
    """Return the error's name; those of the language are known to `States.ALL` and its like."""
    known = {kind.to_name(): kind for kind in StatesErrorNameType}
    if error in known:
        return StatesErrorName(typ=known[error])
    if error.startswith("States."):
        return ErrorName(error_name=error)
    return CustomErrorName(error_name=error)


def evaluation_failure(
    env: Environment, cause: str, *, error: str = "States.QueryEvaluationError"
) -> FailureEventException:
    """Return the failure of an expression."""
    details = event_details(
        evaluationFailedEventDetails=EvaluationFailedEventDetails(
            error=error, cause=cause, location="", state=env.next_state_name or ""
        )
    )
    event = FailureEvent(env, _name(error), HistoryEventType.EvaluationFailed, details)
    return FailureEventException(event)
