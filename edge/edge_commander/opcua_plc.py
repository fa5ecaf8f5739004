"""The set-points of a PLC over OPC UA; one short connection per command, because they are rare."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine
from typing import TypeVar

from asyncua import ua
from asyncua.client.client import Client
from asyncua.common.node import Node
from asyncua.ua.uaerrors import UaError, UaStatusCodeError

from edge_commander.ports import PlcRefused, PlcUnavailable

_T = TypeVar("_T")

CONNECT_SECONDS = 4.0
SESSION_MILLISECONDS = 60_000
READ_BACK_SECONDS = 2.0
_POLL_SECONDS = 0.05


class OpcUaPlc:
    """Writes with read-back: the PLC may limit or ignore what it is told."""

    def __init__(self, endpoint: str) -> None:
        self._endpoint = endpoint

    def write(self, address: str, value: float) -> float:
        """Write a set-point; return what the PLC holds after the scan that followed."""
        return self._run(self._write(address, value))

    def read(self, address: str) -> float:
        """Return the set-point that the PLC holds."""
        return self._run(self._read(address))

    def _run(self, work: Coroutine[object, object, _T]) -> _T:
        try:
            return asyncio.run(asyncio.wait_for(work, CONNECT_SECONDS + 2 * READ_BACK_SECONDS))
        except UaStatusCodeError as error:
            raise PlcRefused(f"the PLC answered {error}") from error
        except (OSError, TimeoutError, UaError) as error:
            raise PlcUnavailable(f"the PLC is not reachable: {error!r}") from error

    def _client(self) -> Client:
        client = Client(self._endpoint, timeout=CONNECT_SECONDS)
        client.session_timeout = SESSION_MILLISECONDS
        return client

    async def _write(self, address: str, value: float) -> float:
        async with self._client() as client:
            node = client.get_node(address)
            kind = await node.read_data_type_as_variant_type()
            before = (await node.read_data_value()).SourceTimestamp
            await node.write_value(ua.DataValue(ua.Variant(_as_kind(value, kind), kind)))
            return await _after_scan(node, before)

    async def _read(self, address: str) -> float:
        async with self._client() as client:
            return float(await client.get_node(address).read_value())


async def _after_scan(node: Node, before: object) -> float:
    """Read until the PLC has stamped the set-point itself, three times: whole scans have passed."""
    deadline, stamps = time.monotonic() + READ_BACK_SECONDS, {before}
    while True:
        await asyncio.sleep(_POLL_SECONDS)
        data = await node.read_data_value()
        if data.SourceTimestamp is not None:
            stamps.add(data.SourceTimestamp)
        if len(stamps) >= 4 or time.monotonic() > deadline:
            if data.Value is None:
                raise PlcUnavailable(f"{node} has no value after the write")
            return float(data.Value.Value)


def _as_kind(value: float, kind: ua.VariantType) -> float | int | bool:
    if kind == ua.VariantType.Boolean:
        return value != 0
    return value if kind in (ua.VariantType.Double, ua.VariantType.Float) else round(value)
