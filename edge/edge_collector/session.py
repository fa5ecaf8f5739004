"""One OPC UA session: subscribe to the signals, until told to stop or the connection dies.

The subscription reports every change of value, status and source time with a queue that cannot
overflow between two publishing intervals: an overflow would be silent.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from asyncua import ua
from asyncua.client.client import Client
from asyncua.common.node import Node
from asyncua.common.subscription import DataChangeNotif, Subscription
from asyncua.ua.attribute_ids import AttributeIds
from asyncua.ua.uaerrors import UaError

from edge_collector.decoding import decode
from edge_collector.liveness import Liveness, PlcLost, SubscriptionPulse
from twin.site_document import Signal
from twin.telemetry.sample import Sample

logger = logging.getLogger("edge_collector")

_QUEUE_SECONDS = 5.0
_SESSION_MILLISECONDS = 60_000
_WATCHDOG_SECONDS = 2.0
"""How often the client reads the server's state, and how long it waits for the answer."""


class UnknownAddresses(ConnectionError):
    """The PLC knows none of the addresses of the site file; perhaps its program is not loaded."""


@dataclass(frozen=True)
class SessionOptions:
    """Timing in seconds.

    After `silence` without data or keep-alives the PLC is asked whether it still knows us; unknown
    addresses are tried again every `retry_unknown`.
    """

    endpoint: str
    publish_interval: float = 0.1
    scan_interval: float = 0.1
    silence: float = 5.0
    retry_unknown: float = 60.0


class _Handler:
    """Called by the OPC UA client for every notification; signals by client handle."""

    def __init__(self, signals: Mapping[int, Signal], offer: Callable[[Sample], None]) -> None:
        self._signals = signals
        self._offer = offer
        self.lost: str | None = None

    def datachange_notification(self, _node: Node, _value: object, data: DataChangeNotif) -> None:
        signal = self._signals[data.monitored_item.ClientHandle]
        value = data.monitored_item.Value
        self._offer(decode(value, signal, now_nanoseconds=time.time_ns()))

    def status_change_notification(self, status: ua.StatusChangeNotification) -> None:
        self.lost = f"the PLC ended the subscription: {status.Status}"


async def run_session(
    options: SessionOptions,
    signals: Sequence[Signal],
    offer: Callable[[Sample], None],
    on_tick: Callable[[], None],
    *,
    stopped: Callable[[], bool],
    tick_seconds: float,
) -> None:
    """Collect until stopped; raise `PlcLost` when the PLC goes away.

    `on_tick` is called only while the connection is known to live.
    """
    by_handle = dict(enumerate(signals, start=1))
    async with _client(options) as client:
        handler = _Handler(by_handle, offer)
        subscription = await client.create_subscription(options.publish_interval * 1000, handler)
        liveness = Liveness(SubscriptionPulse(client, subscription), options.silence)
        unknown = await _monitor(subscription, by_handle, options)
        _complain(unknown, of=len(signals))
        logger.info("collecting %d signals from %s", len(signals) - len(unknown), options.endpoint)
        next_retry = time.monotonic() + options.retry_unknown
        while not stopped():
            await asyncio.sleep(tick_seconds)
            if handler.lost:
                raise PlcLost(handler.lost)
            await liveness.check()
            on_tick()
            if unknown and time.monotonic() >= next_retry:
                next_retry = time.monotonic() + options.retry_unknown
                unknown = await _monitor(subscription, unknown, options)


def _client(options: SessionOptions) -> Client:
    client = Client(options.endpoint, timeout=4, watchdog_intervall=_WATCHDOG_SECONDS)
    client.session_timeout = _SESSION_MILLISECONDS
    return client


async def _monitor(
    subscription: Subscription, signals: Mapping[int, Signal], options: SessionOptions
) -> dict[int, Signal]:
    """Subscribe to signals by client handle; return those that the PLC does not take."""
    items = {handle: _item(handle, signal, options) for handle, signal in signals.items()}
    wanted = [item for item in items.values() if item is not None]
    results = await subscription.create_monitored_items(wanted) if wanted else []
    taken = {
        item.RequestedParameters.ClientHandle
        for item, result in zip(wanted, results, strict=True)
        if not isinstance(result, ua.StatusCode)
    }
    return {handle: signal for handle, signal in signals.items() if handle not in taken}


def _complain(unknown: Mapping[int, Signal], *, of: int) -> None:
    """Name the addresses that are not there; they must not stop the others."""
    if not unknown:
        return
    text = f"the PLC does not know {len(unknown)} addresses: {_names(unknown.values())}"
    if len(unknown) == of:
        raise UnknownAddresses(text)
    logger.error("%s", text)


def _names(signals: Iterable[Signal]) -> str:
    return "; ".join(f"{signal.alias} at {signal.address}" for signal in signals)


def _item(
    handle: int, signal: Signal, options: SessionOptions
) -> ua.MonitoredItemCreateRequest | None:
    """Return the request for one signal; None where its address cannot be read as one."""
    try:
        node_id = ua.NodeId.from_string(signal.address or "")
    except (UaError, ValueError):
        return None
    return ua.MonitoredItemCreateRequest(
        ItemToMonitor=ua.ReadValueId(node_id, AttributeIds.Value),
        MonitoringMode=ua.MonitoringMode.Reporting,
        RequestedParameters=ua.MonitoringParameters(
            ClientHandle=handle,
            SamplingInterval=options.scan_interval * 1000,
            Filter=ua.DataChangeFilter(Trigger=ua.DataChangeTrigger.StatusValueTimestamp),
            QueueSize=max(10, int(_QUEUE_SECONDS / options.scan_interval)),
            DiscardOldest=True,
        ),
    )
