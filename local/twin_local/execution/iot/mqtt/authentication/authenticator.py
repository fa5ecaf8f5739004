"""Choose how a connection is authenticated."""

from __future__ import annotations

from dataclasses import dataclass

from twin_local.execution.iot.mqtt.authentication.access_keys import AccessKeys
from twin_local.execution.iot.mqtt.authentication.certificates import Certificates
from twin_local.execution.iot.mqtt.authentication.evidence import (
    Evidence,
    NotAuthenticated,
    Upgrade,
)
from twin_local.execution.iot.mqtt.authentication.signed_upgrades import (
    SignedUpgrades,
    is_signed,
)
from twin_local.execution.iot.mqtt.authorizers.credentials import Presented, presented
from twin_local.execution.iot.mqtt.authorizers.invocation import CustomAuthorizers
from twin_local.execution.iot.mqtt.packets import Connect
from twin_local.execution.iot.mqtt.permissions import Principal


@dataclass(frozen=True)
class Authenticator:
    """Finds the principal of a connection; waits for functions, so not for an event loop."""

    signed: SignedUpgrades
    certificates: Certificates
    keys: AccessKeys
    authorizers: CustomAuthorizers

    def check_upgrade(self, upgrade: Upgrade) -> None:
        """Require that a WebSocket request has a good signature, or leaves it to an authorizer.

        Raises:
            NotAuthenticated: it has neither; IoT Core answers 403.
        """
        if is_signed(upgrade):
            self.signed.verify(upgrade)

    def authenticate(self, evidence: Evidence, connect: Connect, client_id: str) -> Principal:
        """Return whose connection it is.

        Raises:
            NotAuthenticated: nothing that was shown says so.
        """
        if evidence.certificate is not None:
            return self.certificates.principal_of(evidence.certificate, client_id)
        if evidence.upgrade is not None and is_signed(evidence.upgrade):
            return self.keys.principal_of(self.signed.verify(evidence.upgrade))
        shown = presented(evidence, connect, client_id)
        if shown.authorizer is None and self._is_plain(evidence) and connect.username:
            return self.keys.verify(connect.username, connect.password or "")
        return self._of_authorizer(shown)

    def _of_authorizer(self, shown: Presented) -> Principal:
        authorizer = self.authorizers.choose(shown.authorizer)
        if authorizer is None:
            raise NotAuthenticated("no credentials were shown")
        return self.authorizers.authenticate(authorizer, shown)

    def _is_plain(self, evidence: Evidence) -> bool:
        return not evidence.encrypted and evidence.upgrade is None
