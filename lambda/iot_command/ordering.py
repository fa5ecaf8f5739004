"""From an order to a sent request; every step is recorded before the next begins."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass

from botocore.exceptions import BotoCoreError, ClientError

from iot_runtime.command_events import tell
from iot_runtime.command_table import CommandTable, Settlement
from twin.commands.checks import check_command, find_command, observed_aliases
from twin.commands.errors import CommandError, CommandNotSent
from twin.commands.request import CommandOrder, CommandRequest, CommandStep
from twin.commands.set_points import without
from twin.commands.shadow import SHADOW_NAME, desired_document
from twin.site_document import Command, SiteDocument
from twin.telemetry.latest import LatestValue, latest_value
from twin_runtime import clients
from twin_runtime.errors import IdempotencyKeyReused
from twin_runtime.http import Caller
from twin_runtime.values import latest_samples


@dataclass(frozen=True)
class Ordering:
    """Takes orders of one caller for one site."""

    site: SiteDocument
    table: CommandTable
    thing_name: str
    caller: Caller

    def take(self, order: CommandOrder) -> CommandRequest:
        """Return the sent request, or the earlier one of the same idempotency key.

        Raises the `CommandError` that says why the order is refused; the refusal is recorded.
        """
        command = find_command(self.site, order.command_id)
        earlier = self.table.find(order.request_id(self.caller.subject))
        if earlier is not None:
            return _same(earlier, order)
        now = time.time()
        request = self._request(order, command, now=now)
        points = self.table.set_points(command.id)
        try:
            check_command(
                command,
                order.value,
                role=self.caller.role,
                latest=self._latest(command, now=now),
                previous=points,
                now=now,
            )
            is_new = self.table.reserve(request, command, judged=points)
        except CommandError as refusal:
            self._record_refusal(request, refusal, now=now)
            raise
        if not is_new:
            return _same(self.table.find(request.request_id) or request, order)
        return self._send(request)

    def _send(self, request: CommandRequest) -> CommandRequest:
        issued_at = time.time()
        document = json.dumps(desired_document(request, issued_at=issued_at)).encode()
        try:
            clients.iot_data().update_thing_shadow(
                thingName=self.thing_name, shadowName=SHADOW_NAME, payload=document
            )
        except (BotoCoreError, ClientError) as error:
            raise self._not_sent(request, error) from error
        return self._advance(request, CommandStep("SENT", time.time(), "cloud"))

    def _not_sent(
        self, request: CommandRequest, error: BotoCoreError | ClientError
    ) -> CommandNotSent:
        """Close a request that the shadow refused; one that it did not answer may still arrive."""
        if not _is_refusal(error):
            tell(request)
            return CommandNotSent(
                "the device shadow did not answer: the set-point may still arrive",
                found=str(error),
                expected="follow the request until it is answered or expires",
                where=request.request_id,
            )
        failure = CommandNotSent("the device shadow did not take the set-point", found=str(error))
        step = CommandStep("FAILED", time.time(), "cloud", failure.code, failure.message)
        self._advance(request, step, lambda points: without(points, request.request_id))
        return failure

    def _advance(
        self, request: CommandRequest, step: CommandStep, settlement: Settlement | None = None
    ) -> CommandRequest:
        following = self.table.add_step(request, step, settlement)
        if following is None:
            # The edge answered before this step was written: its answer says more.
            return self.table.find(request.request_id) or request
        tell(following)
        return following

    def _request(self, order: CommandOrder, command: Command, *, now: float) -> CommandRequest:
        return CommandRequest(
            request_id=order.request_id(self.caller.subject),
            command_id=command.id,
            asset=command.asset,
            value=order.value,
            unit=command.unit,
            state="REQUESTED",
            requested_by=self.caller.name,
            requested_at=now,
            expires_at=now + command.expires_after_seconds,
            steps=(CommandStep("REQUESTED", now, self.caller.name),),
        )

    def _record_refusal(
        self, request: CommandRequest, refusal: CommandError, *, now: float
    ) -> None:
        step = CommandStep("REFUSED", now, "cloud", refusal.code, refusal.message)
        refused = request.after(step)
        if self.table.record(refused):
            tell(refused)

    def _latest(self, command: Command, *, now: float) -> Mapping[str, LatestValue]:
        aliases = observed_aliases(command)
        samples = latest_samples(clients.iotsitewise(), aliases)
        return {
            alias: latest_value(self.site.signal_by_alias[alias], samples.get(alias), now=now)
            for alias in aliases
        }


def _is_refusal(error: BotoCoreError | ClientError) -> bool:
    """Tell whether the service answered that it did nothing; no answer and a fault say nothing."""
    if not isinstance(error, ClientError):
        return False
    return error.response["ResponseMetadata"]["HTTPStatusCode"] < 500


def _same(earlier: CommandRequest, order: CommandOrder) -> CommandRequest:
    if (earlier.command_id, earlier.value) != (order.command_id, order.value):
        raise IdempotencyKeyReused(
            "this idempotency key belongs to another order",
            found=f"{order.command_id} = {order.value:g}",
            expected=f"{earlier.command_id} = {earlier.value:g}, or a new key",
        )
    return earlier
