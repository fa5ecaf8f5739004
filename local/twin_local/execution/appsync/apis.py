"""The event APIs of moto's state, and what their configuration says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from moto.appsync.models import ChannelNamespace, EventsAPI, appsync_backends

from twin_local.execution.appsync.errors import BadRequest

Use = Literal["connect", "publish", "subscribe"]

_DEFAULT_MODES = {
    "connect": "connectionAuthModes",
    "publish": "defaultPublishAuthModes",
    "subscribe": "defaultSubscribeAuthModes",
}


@dataclass(frozen=True)
class EventApi:
    """One event API."""

    state: EventsAPI

    @property
    def host(self) -> str:
        """The host name that is published to, and that authorizations name."""
        return str(self.state.dns["HTTP"])

    @property
    def arn(self) -> str:
        """The ARN of the API."""
        return str(self.state.api_arn)

    def modes(self, use: Use, namespace: str | None = None) -> list[str]:
        """Return the authorization types that are accepted for a use.

        Raises:
            BadRequest: the API has no such namespace.
        """
        own = self._own_modes(use, self._namespace(namespace)) if namespace else None
        listed = own or self._configuration.get(_DEFAULT_MODES[use]) or []
        return [str(mode["authType"]) for mode in listed]

    def providers(self, auth_type: str) -> list[dict[str, Any]]:
        """Return the configured providers of an authorization type."""
        listed: Iterable[dict[str, Any]] = self._configuration.get("authProviders") or []
        return [provider for provider in listed if provider["authType"] == auth_type]

    @property
    def _configuration(self) -> dict[str, Any]:
        return self.state.event_config or {}

    def _namespace(self, name: str) -> ChannelNamespace:
        for namespace in self.state.channel_namespaces:
            if namespace.name == name:
                return namespace
        raise BadRequest(f"Channel namespace {name!r} does not exist")

    @staticmethod
    def _own_modes(use: Use, namespace: ChannelNamespace) -> list[dict[str, str]] | None:
        return namespace.publish_auth_modes if use == "publish" else namespace.subscribe_auth_modes


def find_api(account: str, host: str) -> EventApi | None:
    """Return the API that has this HTTP host name."""
    for backend in list(appsync_backends[account].values()):
        for api in list(backend.events_apis.values()):
            if api.dns["HTTP"].lower() == host.lower():
                return EventApi(api)
    return None
