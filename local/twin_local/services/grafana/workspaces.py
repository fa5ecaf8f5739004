"""Workspaces: made, described, changed and removed; each change takes its time."""

from __future__ import annotations

import secrets

from twin_local.services.documents import Json
from twin_local.services.grafana import versions
from twin_local.services.grafana.exceptions import (
    ServiceQuotaExceededException,
    ValidationException,
)
from twin_local.services.grafana.store import Store, page
from twin_local.services.settings import SETTINGS

MOST_WORKSPACES = 5
"""https://docs.aws.amazon.com/grafana/latest/userguide/AMG_quotas.html"""

MEMBERS = {
    "account_access_type": "accountAccessType",
    "organization_role_name": "organizationRoleName",
    "permission_type": "permissionType",
    "stack_set_name": "stackSetName",
    "workspace_data_sources": "dataSources",
    "workspace_description": "description",
    "workspace_name": "name",
    "workspace_notification_destinations": "notificationDestinations",
    "workspace_organizational_units": "organizationalUnits",
    "workspace_role_arn": "workspaceRoleArn",
    "vpc_configuration": "vpcConfiguration",
    "network_access_control": "networkAccessControl",
    "ip_address_type": "ipAddressType",
    "kms_key_id": "kmsKeyId",
    "tags": "tags",
}
HIDDEN = frozenset({"until", "configuration", "saml", "clientToken", "providers"})
SUMMARY = (
    "created", "modified", "id", "name", "description", "endpoint", "grafanaVersion", "status",
    "notificationDestinations", "tags", "authentication",
)  # fmt: skip


class Workspaces:
    """The operations on workspaces."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def create(self, request: Json) -> Json:
        """Make a workspace; the same client token gives the same one again."""
        token = request.get("client_token")
        for one in self._store.workspaces():
            if token and one.get("clientToken") == token:
                return {"workspace": described(one)}
        count = len(self._store.workspaces())
        if count >= SETTINGS.quotas.get("grafana-workspaces", MOST_WORKSPACES):
            raise ServiceQuotaExceededException(
                f"there are {count} workspaces", resource_id="", resource_type="workspace",
                quota="workspaces",
            )  # fmt: skip
        _check(request)
        key = f"g-{secrets.token_hex(5)}"
        workspace: Json = {
            "id": key,
            "created": SETTINGS.now(),
            "endpoint": f"{key}.grafana-workspace.{self._store.region}.amazonaws.com",
            "grafanaVersion": versions.check(request.get("grafana_version") or versions.NEWEST),
            "providers": request["authentication_providers"],
            "configuration": request.get("configuration", "{}"),
            "dataSources": [],
            "ipAddressType": "IPv4",
            **_members(request),
            **({"clientToken": token} if token else {}),
        }
        return {"workspace": described(self._store.save(workspace, "CREATING"))}

    def describe(self, request: Json) -> Json:
        """Return a workspace."""
        return {"workspace": described(self._store.workspace(request["workspace_id"]))}

    def list_all(self, request: Json) -> Json:
        """Return a page of summaries."""
        found = [described(one) for one in self._store.workspaces()]
        summaries = [{key: one[key] for key in SUMMARY if key in one} for one in found]
        return page(summaries, request, "workspaces")

    def update(self, request: Json) -> Json:
        """Change what is given."""
        before = self._store.active(request["workspace_id"])
        for flag, given, member in (
            ("remove_vpc_configuration", "vpc_configuration", "vpcConfiguration"),
            ("remove_network_access_configuration", "network_access_control",
             "networkAccessControl"),
        ):  # fmt: skip
            if request.get(flag):
                if given in request:
                    raise ValidationException(f"{member} is given and to be removed")
                before = {key: one for key, one in before.items() if key != member}
        changed = self._store.save({**before, **_members(request)}, "UPDATING")
        return {"workspace": described(changed)}

    def delete(self, request: Json) -> Json:
        """Remove a workspace."""
        before = self._store.active(request["workspace_id"])
        return {"workspace": described(self._store.save(before, "DELETING"))}


def described(workspace: Json) -> Json:
    """Return a workspace as the API describes it."""
    providers, saml = workspace["providers"], workspace.get("saml")
    authentication: Json = {"providers": providers}
    if "SAML" in providers:
        authentication["samlConfigurationStatus"] = "CONFIGURED" if saml else "NOT_CONFIGURED"
    shown = {key: one for key, one in workspace.items() if key not in HIDDEN}
    return {**shown, "authentication": authentication}


def _members(request: Json) -> Json:
    return {member: request[name] for name, member in MEMBERS.items() if name in request}


def _check(request: Json) -> None:
    if not request["authentication_providers"]:
        raise ValidationException("a workspace has an authentication provider")
    of_organization = request["account_access_type"] == "ORGANIZATION"
    if of_organization and not request.get("workspace_organizational_units"):
        raise ValidationException("ORGANIZATION needs workspaceOrganizationalUnits")
    if request["permission_type"] == "CUSTOMER_MANAGED" and "workspace_role_arn" not in request:
        raise ValidationException("CUSTOMER_MANAGED needs workspaceRoleArn")
