"""AWS IoT Core as one part of the embedded AWS."""

from __future__ import annotations

from dataclasses import dataclass

from twin_local.execution import iot_bus
from twin_local.execution.iot import patch as data_plane_patch
from twin_local.execution.iot.rules import patch as rules_patch
from twin_local.execution.iot.rules.engine import RuleEngine
from twin_local.execution.iot.shadows.mqtt import ShadowRequests
from twin_local.execution.iot.shadows.service import ShadowService
from twin_local.execution.targets import Targets


@dataclass(frozen=True)
class IotCore:
    """Shadows and rules; `start()` plugs them into moto and the bus, `close()` ends them."""

    shadows: ShadowService
    requests: ShadowRequests
    rules: RuleEngine

    def start(self) -> None:
        """Answer calls of the API and listen for messages."""
        rules_patch.install()
        data_plane_patch.install(self.shadows)
        self.requests.start()
        self.rules.start()

    def close(self) -> None:
        """Stop listening."""
        self.rules.close()
        self.requests.close()


def build(*, targets: Targets, account: str, region: str) -> IotCore:
    """Return the IoT Core of one account and region."""
    shadows = ShadowService(publish=iot_bus.publish)
    return IotCore(
        shadows=shadows,
        requests=ShadowRequests(shadows, account=account, region=region),
        rules=RuleEngine(targets=targets, account=account, region=region),
    )
