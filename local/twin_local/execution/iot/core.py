"""AWS IoT Core as one part of the embedded AWS."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from twin_local.execution import iot_bus
from twin_local.execution.access.guard import Guard
from twin_local.execution.functions.invoker import Invoker
from twin_local.execution.iot import patch as data_plane_patch
from twin_local.execution.iot.mqtt import build as mqtt_build
from twin_local.execution.iot.mqtt import patch as mqtt_patch
from twin_local.execution.iot.mqtt.build import MqttSettings
from twin_local.execution.iot.mqtt.server import HOST, MqttServer
from twin_local.execution.iot.mqtt.tls import ServerIdentity
from twin_local.execution.iot.retained import RetainedMessages
from twin_local.execution.iot.rules import patch as rules_patch
from twin_local.execution.iot.rules.engine import RuleEngine
from twin_local.execution.iot.rules.occasion import Means
from twin_local.execution.iot.shadows.mqtt import ShadowRequests
from twin_local.execution.iot.shadows.service import ShadowService
from twin_local.execution.targets import Targets
from twin_local.services.settings import SETTINGS


@dataclass(frozen=True)
class IotCore:
    """Shadows, rules and the broker; `start()` plugs them into moto and the bus."""

    shadows: ShadowService
    requests: ShadowRequests
    rules: RuleEngine
    retained: RetainedMessages
    mqtt: MqttServer
    identity: ServerIdentity

    def start(self) -> None:
        """Answer calls of the API, listen for messages, and accept MQTT connections."""
        rules_patch.install()
        data_plane_patch.install(self.shadows, self.retained)
        self.requests.start()
        self.rules.start()
        self.mqtt.start()
        mqtt_patch.install(identity=self.identity, address=lambda: f"{HOST}:{self.mqtt.port}")

    def close(self) -> None:
        """Stop listening."""
        self.mqtt.close()
        self.rules.close()
        self.requests.close()
        self.retained.close()


def build(
    *,
    targets: Targets,
    account: str,
    region: str,
    guard: Guard,
    invoker: Invoker,
    settings: MqttSettings,
    clock: Callable[[], float] = time.time,
) -> IotCore:
    """Return the IoT Core of one account and region."""
    shadows = ShadowService(publish=iot_bus.publish)
    retained = RetainedMessages(SETTINGS.database("iot-retained", account, region), clock=clock)
    mqtt, identity = mqtt_build.build(
        settings,
        account=account,
        region=region,
        retained=retained,
        guard=guard,
        call=invoker.call,
        clock=clock,
    )
    means = Means(targets, guard.require, guard.require_trust)
    return IotCore(
        shadows=shadows,
        requests=ShadowRequests(shadows, account=account, region=region),
        rules=RuleEngine(means=means, account=account, region=region),
        retained=retained,
        mqtt=mqtt,
        identity=identity,
    )
