"""Speak to the simulated PLC as a person at its panel would: faults on, off, listed."""

from __future__ import annotations

import asyncio

from asyncua import ua
from asyncua.client.client import Client
from asyncua.ua.uaerrors import UaError

from twin.errors import TwinError

NAMESPACE_INDEX = 2
CONNECT_SECONDS = 4.0
SESSION_MILLISECONDS = 60_000


class PlcNotReachable(TwinError):
    """No simulated PLC answers at the site's endpoint."""

    code = "PLC_NOT_REACHABLE"
    status = 503


class FaultRefused(TwinError):
    """The PLC does not know the fault, its target or its severity."""

    code = "FAULT_REFUSED"


class PlcPanel:
    """The fault switches of the simulated PLC at an OPC UA endpoint."""

    def __init__(self, endpoint: str) -> None:
        self._endpoint = endpoint

    def set_fault(self, kind: str, target: str, severity: float) -> None:
        """Switch a fault on, or off by severity 0; raise `FaultRefused` or `PlcNotReachable`."""
        number = ua.Variant(severity, ua.VariantType.Double)
        refusal = self._call("set_fault", kind, target, number)
        if refusal:
            raise FaultRefused(str(refusal), found=f"{kind} {target} {severity:g}")

    def clear_faults(self) -> None:
        """Switch every fault off."""
        self._call("clear_faults")

    def list_faults(self) -> list[str]:
        """Return the active faults, one line each."""
        return str(self._call("list_faults")).splitlines()

    def _call(self, method: str, *arguments: object) -> object:
        try:
            return asyncio.run(self._call_method(method, arguments))
        except (OSError, TimeoutError, UaError) as error:
            raise PlcNotReachable(
                "the simulated PLC does not answer",
                found=repr(error),
                expected=f"a PLC at {self._endpoint}; start it with `twin up`",
            ) from error

    async def _call_method(self, method: str, arguments: tuple[object, ...]) -> object:
        client = Client(self._endpoint, timeout=CONNECT_SECONDS)
        client.session_timeout = SESSION_MILLISECONDS
        async with client:
            index = NAMESPACE_INDEX
            station = await client.nodes.objects.get_child([f"{index}:Station"])
            return await station.call_method(
                ua.NodeId.from_string(f"ns={index};s={method}"), *arguments
            )
