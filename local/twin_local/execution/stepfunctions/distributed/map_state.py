"""Run a distributed Map state: read items, batch them, run the children, write the results."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from moto.stepfunctions.parser.api import HistoryEventType
from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import (
    FailureEventException,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_map.state_map import StateMap
from moto.stepfunctions.parser.asl.eval.environment import Environment
from moto.stepfunctions.parser.asl.eval.event.event_detail import EventDetails

from twin_local.execution.stepfunctions.distributed import open_runs
from twin_local.execution.stepfunctions.distributed.batches import ChildInput, size_of
from twin_local.execution.stepfunctions.distributed.children import ChildMaker
from twin_local.execution.stepfunctions.distributed.item_sources import ItemSources
from twin_local.execution.stepfunctions.distributed.map_run import MapRun, new_arns
from twin_local.execution.stepfunctions.distributed.result_store import ResultStore
from twin_local.execution.stepfunctions.distributed.results import outputs
from twin_local.execution.stepfunctions.distributed.running import Children
from twin_local.execution.stepfunctions.distributed.settings import DistributedSettings
from twin_local.execution.stepfunctions.failures import map_failure
from twin_local.execution.stepfunctions.machines import execution_of, machine_of

TOO_LARGE = "the maximum number of bytes service limit"
LARGEST_RESULT_BYTES = 256 * 1024


@dataclass(frozen=True)
class MapState:
    """One entry into a distributed Map state."""

    state: StateMap
    settings: DistributedSettings
    env: Environment

    def run(self) -> None:
        """Leave the state's result on the stack.

        Raises:
            FailureEventException: with the error that the service gives the state.
        """
        concurrency = int(self._value(self.state.max_concurrency_decl))
        sources = ItemSources(self.state, self.settings, self.env)
        items = sources.items()
        tolerated_count = int(self._value(self.state.tolerated_failure_count_decl))
        tolerated_share = float(self._value(self.state.tolerated_failure_percentage_decl))
        length = 0 if self.settings.reader else len(items)
        self._event(
            HistoryEventType.MapStateStarted, mapStateStartedEventDetails={"length": length}
        )
        context = self.env.states.context_object.context_object_data
        parent = context["Execution"]["Id"]
        run_arn, machine_arn = new_arns(context["StateMachine"]["Id"], self.settings.label)
        inputs = sources.inputs(items)
        run = MapRun(
            arn=run_arn,
            execution_arn=parent,
            machine_arn=machine_arn,
            max_concurrency=concurrency,
            tolerated_count=tolerated_count,
            tolerated_percentage=tolerated_share,
            items_per_child=[one.items for one in inputs],
        )
        _remember(parent, run)
        self._event(
            HistoryEventType.MapRunStarted, mapRunStartedEventDetails={"mapRunArn": run_arn}
        )
        try:
            self.env.stack.append(self._finish(run, inputs))
        except FailureEventException as failure:
            run.end("FAILED")
            error, cause = failure.extract_error_cause_pair() or (None, None)
            details = {"error": error, "cause": cause}
            self._event(HistoryEventType.MapRunFailed, mapRunFailedEventDetails=details)
            raise
        self._event(HistoryEventType.MapRunSucceeded)
        self.env.event_manager.add_event(
            context=self.env.event_history_context,
            event_type=HistoryEventType.MapStateSucceeded,
            update_source_event_id=False,
        )

    def _finish(self, run: MapRun, inputs: list[ChildInput]) -> Any:
        with open_runs.place(run.arn, self.env.is_running):
            results = Children(run, self._maker(run), inputs, self.env.is_running).finish()
        exceeded = run.exceeds_tolerance()
        writer = self.settings.writer
        written = None
        if writer and writer.resource:
            written = ResultStore(self.env, writer, self.settings.is_jsonata).write(run, results)
        if not self.env.is_running():
            run.end("ABORTED")
            return None
        if exceeded:
            cause = "The specified tolerated failure threshold was exceeded"
            raise map_failure(self.env, "States.ExceedToleratedFailureThreshold", cause)
        run.end("SUCCEEDED")
        if written is not None:
            return written
        output = outputs(results, writer.transformation if writer else "COMPACT")
        if size_of(output) > LARGEST_RESULT_BYTES:
            cause = f"The state/task {self.state.name!r} returned a result beyond {TOO_LARGE}."
            raise map_failure(self.env, "States.DataLimitExceeded", cause)
        return output

    def _maker(self, run: MapRun) -> ChildMaker:
        details = self.env.aws_execution_details
        machine = machine_of(run.execution_arn)
        if machine is None:
            raise map_failure(self.env, "States.Runtime", "the state machine was deleted")
        return ChildMaker(
            machine=machine,
            run=run,
            role_arn=details.role_arn,
            processor=self.settings.processor,
            is_express=self.settings.execution_type == "EXPRESS",
            account=details.account,
            region=details.region,
        )

    def _value(self, component: Any) -> Any:
        component.eval(env=self.env)
        return self.env.stack.pop()

    def _event(self, kind: str, **details: object) -> None:
        self.env.event_manager.add_event(
            context=self.env.event_history_context,
            event_type=cast(HistoryEventType, kind),
            event_details=cast(EventDetails, details) if details else None,
        )


def _remember(execution_arn: str, run: MapRun) -> None:
    execution = execution_of(execution_arn)
    if execution is not None:
        runs = [*getattr(execution, "map_runs", ()), run]
        vars(execution)["map_runs"] = runs
