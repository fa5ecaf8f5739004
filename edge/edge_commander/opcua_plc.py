"""The set-points of a PLC over OPC UA; one short connection per command, because they are rare."""

from __future__ import annotations

import asyncio
import math
import struct
import time
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Literal, TypeVar

from asyncua import ua
from asyncua.client.client import Client
from asyncua.common.node import Node
from asyncua.ua import uaerrors
from asyncua.ua.uaerrors import UaError, UaStatusCodeError

from edge_commander.ports import PlcRefused, PlcUnavailable, WriteInDoubt

_T = TypeVar("_T")

CONNECT_SECONDS = 4.0
SESSION_MILLISECONDS = 60_000
READ_BACK_SECONDS = 2.0
_POLL_SECONDS = 0.05

_LOST = (
    uaerrors.BadCommunicationError,
    uaerrors.BadConnectionClosed,
    uaerrors.BadConnectionRejected,
    uaerrors.BadNoCommunication,
    uaerrors.BadNotConnected,
    uaerrors.BadSecureChannelClosed,
    uaerrors.BadSecureChannelIdInvalid,
    uaerrors.BadServerHalted,
    uaerrors.BadServerNotConnected,
    uaerrors.BadSessionClosed,
    uaerrors.BadSessionIdInvalid,
    uaerrors.BadSessionNotActivated,
    uaerrors.BadShutdown,
    uaerrors.BadTcpServerTooBusy,
    uaerrors.BadTimeout,
    uaerrors.BadTooManySessions,
)
"""Status codes about the connection: they say nothing about the set-point."""


@dataclass
class _Write:
    """How far a write got: the request is on its way, then the PLC has taken it."""

    stage: Literal["connecting", "sent", "taken"] = "connecting"


class OpcUaPlc:
    """Writes with read-back: the PLC may limit or ignore what it is told."""

    def __init__(self, endpoint: str) -> None:
        self._endpoint = endpoint

    def write(self, address: str, value: float) -> float:
        """Write a set-point; return what the PLC holds after the scan that followed."""
        progress = _Write()
        try:
            return self._run(self._write(address, value, progress))
        except PlcUnavailable as error:
            if progress.stage == "connecting":
                raise
            raise WriteInDoubt(f"lost after the set-point was sent: {error}") from error
        except PlcRefused as error:
            if progress.stage != "taken":
                raise
            raise WriteInDoubt(f"no read-back: {error}") from error

    def read(self, address: str) -> float:
        """Return the set-point that the PLC holds."""
        return self._run(self._read(address))

    def _run(self, work: Coroutine[object, object, _T]) -> _T:
        try:
            return asyncio.run(asyncio.wait_for(work, CONNECT_SECONDS + 2 * READ_BACK_SECONDS))
        except _LOST as error:
            raise PlcUnavailable(f"the PLC answered {error}") from error
        except UaStatusCodeError as error:
            raise PlcRefused(f"the PLC answered {error}") from error
        except (OSError, TimeoutError, UaError) as error:
            raise PlcUnavailable(f"the PLC is not reachable: {error!r}") from error
        except (struct.error, OverflowError) as error:
            raise PlcRefused(f"the PLC's data type cannot express it: {error}") from error

    def _client(self) -> Client:
        client = Client(self._endpoint, timeout=CONNECT_SECONDS)
        client.session_timeout = SESSION_MILLISECONDS
        return client

    async def _write(self, address: str, value: float, progress: _Write) -> float:
        async with self._client() as client:
            node = client.get_node(address)
            kind = await node.read_data_type_as_variant_type()
            before = (await node.read_data_value(raise_on_bad_status=False)).SourceTimestamp
            set_point = ua.DataValue(ua.Variant(_as_kind(value, kind), kind))
            progress.stage = "sent"
            await node.write_value(set_point)
            progress.stage = "taken"
            return await _after_scan(node, before)

    async def _read(self, address: str) -> float:
        async with self._client() as client:
            return _number(await client.get_node(address).read_data_value())


async def _after_scan(node: Node, before: object) -> float:
    """Read until the PLC has stamped the set-point itself, three times: whole scans have passed."""
    deadline, stamps = time.monotonic() + READ_BACK_SECONDS, {before}
    while True:
        await asyncio.sleep(_POLL_SECONDS)
        data = await node.read_data_value()
        if data.SourceTimestamp is not None:
            stamps.add(data.SourceTimestamp)
        if len(stamps) >= 4 or time.monotonic() > deadline:
            return _number(data)


def _number(data: ua.DataValue) -> float:
    """Return the number that a set-point holds; raise `PlcRefused` where it holds none."""
    value = None if data.Value is None else data.Value.Value
    if not isinstance(value, int | float) or not math.isfinite(value):
        raise PlcRefused(f"the set-point holds {value!r:.60}, which is no number")
    return float(value)


def _as_kind(value: float, kind: ua.VariantType) -> float | int | bool:
    if kind == ua.VariantType.Boolean:
        return value != 0
    return value if kind in (ua.VariantType.Double, ua.VariantType.Float) else round(value)
