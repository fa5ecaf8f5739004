"""The OPC UA face of the PLC: nodes, a scan every 100 ms, methods for faults."""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Callable
from datetime import UTC, datetime

from asyncua import ua
from asyncua.common.methods import uamethod
from asyncua.common.node import Node
from asyncua.server.server import Server
from asyncua.ua.status_codes import StatusCodes

from twin_local.plc.controller import SCAN_SECONDS, Controller
from twin_local.plc.faults import UnknownFault
from twin_local.plc.instruments import Reading
from twin_local.plc.points import FLAGS, SETPOINTS

logger = logging.getLogger("twin_local.plc")

NAMESPACE = "urn:twin:plc"
"""The first namespace of our own, so its index is 2."""

_STATUS = {
    1.0: ua.StatusCode(ua.UInt32(StatusCodes.Good)),
    0.5: ua.StatusCode(ua.UInt32(StatusCodes.UncertainSensorNotAccurate)),
    0.0: ua.StatusCode(ua.UInt32(StatusCodes.BadSensorFailure)),
}


class PlcServer:
    """Serves a controller at an endpoint such as `opc.tcp://127.0.0.1:4840`."""

    def __init__(self, endpoint: str, controller: Controller) -> None:
        self._server = Server()
        self._endpoint = endpoint
        self._controller = controller
        self._nodes: dict[str, Node] = {}

    async def run(self, stopped: Callable[[], bool]) -> None:
        """Serve until `stopped` returns true; scans that come late are skipped, not bunched."""
        await self._prepare()
        async with self._server:
            logger.info("PLC at %s with %d nodes", self._endpoint, len(self._nodes))
            clock = asyncio.get_running_loop().time
            due = clock()
            while not stopped():
                await self._scan()
                due += SCAN_SECONDS
                if clock() > due + SCAN_SECONDS:
                    due = clock()
                await asyncio.sleep(max(0.0, due - clock()))

    async def _prepare(self) -> None:
        server = self._server
        await server.init()
        server.set_endpoint(self._endpoint)
        server.set_server_name("Simulated PLC of the demo station")
        server.set_security_policy([ua.SecurityPolicyType.NoSecurity])
        index = await server.register_namespace(NAMESPACE)
        folder = await server.nodes.objects.add_folder(index, "Station")
        readings = self._controller.scan({})
        for key, reading in readings.items():
            boolean = key in FLAGS
            value = bool(reading.value) if boolean else reading.value
            node = await folder.add_variable(_node_id(key, index), key, value)
            if key in SETPOINTS:
                await node.set_writable()
            self._nodes[key] = node
        await self._add_methods(folder, index)

    async def _add_methods(self, folder: Node, index: int) -> None:
        @uamethod
        def set_fault(_parent: ua.NodeId, kind: str, target: str, severity: float) -> str:
            try:
                self._controller.set_fault(kind, target, severity)
            except UnknownFault as error:
                return str(error)
            logger.info("fault %s of %s: severity %g", kind, target, severity)
            return ""

        @uamethod
        def clear_faults(_parent: ua.NodeId) -> None:
            self._controller.clear_faults()

        @uamethod
        def list_faults(_parent: ua.NodeId) -> str:
            active = self._controller.faults.active
            return "\n".join(
                f"{kind} {target} {level:g}" for (kind, target), level in active.items()
            )

        text, number = ua.VariantType.String, ua.VariantType.Double
        await folder.add_method(
            _node_id("set_fault", index), "set_fault", set_fault, [text, text, number], [text]
        )
        await folder.add_method(_node_id("clear_faults", index), "clear_faults", clear_faults)
        await folder.add_method(
            _node_id("list_faults", index), "list_faults", list_faults, [], [text]
        )

    async def _scan(self) -> None:
        wanted = {key: self._held(key) for key in SETPOINTS}
        readings = self._controller.scan(wanted)
        now = datetime.now(UTC)
        for key, reading in readings.items():
            node = self._nodes[key]
            await self._server.write_attribute_value(node.nodeid, _data_value(key, reading, now))

    def _held(self, key: str) -> float:
        data = self._server.read_attribute_value(self._nodes[key].nodeid)
        value = data.Value.Value if data.Value is not None else None
        return float(value) if isinstance(value, int | float) else math.nan


def _node_id(key: str, index: int) -> ua.NodeId:
    return ua.NodeId.from_string(f"ns={index};s={key}")


def _data_value(key: str, reading: Reading, now: datetime) -> ua.DataValue:
    boolean = key in FLAGS
    value = bool(reading.value) if boolean else reading.value
    kind = ua.VariantType.Boolean if boolean else ua.VariantType.Double
    stamp = ua.DateTime(
        now.year, now.month, now.day, now.hour, now.minute, now.second, now.microsecond, UTC
    )
    return ua.DataValue(ua.Variant(value, kind), _STATUS[reading.health], stamp, stamp)
