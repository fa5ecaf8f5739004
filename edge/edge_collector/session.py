"""One OPC UA session: subscribe to the signals, until the connection or the values stop.

The subscription reports every change of value, status and source time with a queue that cannot
overflow between two publishing intervals: an overflow would be silent.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from asyncua import ua
from asyncua.client.client import Client
from asyncua.common.node import Node
from asyncua.common.subscription import DataChangeNotif
from asyncua.ua.attribute_ids import AttributeIds

from edge_collector.decoding import decode
from twin.site_document import Signal
from twin.telemetry.sample import Sample

logger = logging.getLogger("edge_collector")

_QUEUE_SECONDS = 5.0
_SESSION_MILLISECONDS = 60_000


class PlcLost(ConnectionError):
    """The PLC does not answer or sends no more values."""


class UnknownAddresses(ValueError):
    """The PLC does not know some addresses of the site file."""


@dataclass(frozen=True)
class SessionOptions:
    """Timing in seconds; `silence` is how long no value at all means a lost connection."""

    endpoint: str
    publish_interval: float = 0.1
    scan_interval: float = 0.1
    silence: float = 5.0


class _Handler:
    """Called by the OPC UA client for every notification."""

    def __init__(
        self, signals: Mapping[ua.NodeId, Signal], offer: Callable[[Sample], None]
    ) -> None:
        self._signals = signals
        self._offer = offer
        self.last_arrival = time.monotonic()
        self.lost = False

    def datachange_notification(self, node: Node, _value: object, data: DataChangeNotif) -> None:
        self.last_arrival = time.monotonic()
        signal = self._signals[node.nodeid]
        value = data.monitored_item.Value
        self._offer(decode(value, signal, now_nanoseconds=time.time_ns()))

    def status_change_notification(self, status: ua.StatusChangeNotification) -> None:
        logger.warning("the PLC ended the subscription: %s", status)
        self.lost = True


async def run_session(
    options: SessionOptions,
    signals: Mapping[str, Signal],
    offer: Callable[[Sample], None],
    on_tick: Callable[[], None],
    *,
    stopped: Callable[[], bool],
    tick_seconds: float,
) -> None:
    """Collect until stopped; `signals` by address. Raise `PlcLost` when the PLC goes away."""
    client = Client(options.endpoint, timeout=4)
    client.session_timeout = _SESSION_MILLISECONDS
    async with client:
        nodes = {client.get_node(address): signal for address, signal in signals.items()}
        handler = _Handler({node.nodeid: signal for node, signal in nodes.items()}, offer)
        subscription = await client.create_subscription(options.publish_interval * 1000, handler)
        handles = await subscription.create_monitored_items(_items(nodes, options))
        _check_handles(handles, list(nodes.values()))
        logger.info("collecting %d signals from %s", len(nodes), options.endpoint)
        handler.last_arrival = time.monotonic()
        while not stopped():
            await asyncio.sleep(tick_seconds)
            on_tick()
            if handler.lost or time.monotonic() - handler.last_arrival > options.silence:
                raise PlcLost(f"no values from {options.endpoint} for {options.silence:g} s")


def _items(
    nodes: Mapping[Node, Signal], options: SessionOptions
) -> list[ua.MonitoredItemCreateRequest]:
    every_scan = ua.DataChangeFilter(Trigger=ua.DataChangeTrigger.StatusValueTimestamp)
    return [
        ua.MonitoredItemCreateRequest(
            ItemToMonitor=ua.ReadValueId(node.nodeid, AttributeIds.Value),
            MonitoringMode=ua.MonitoringMode.Reporting,
            RequestedParameters=ua.MonitoringParameters(
                ClientHandle=handle,
                SamplingInterval=options.scan_interval * 1000,
                Filter=every_scan,
                QueueSize=max(10, int(_QUEUE_SECONDS / options.scan_interval)),
                DiscardOldest=True,
            ),
        )
        for handle, node in enumerate(nodes, start=1)
    ]


def _check_handles(handles: list[int | ua.StatusCode], signals: list[Signal]) -> None:
    unknown = [
        f"{signal.alias} at {signal.address}"
        for handle, signal in zip(handles, signals, strict=True)
        if isinstance(handle, ua.StatusCode)
    ]
    if unknown:
        raise UnknownAddresses(
            f"the PLC does not know {len(unknown)} addresses of the site file: {'; '.join(unknown)}"
        )
