"""Amazon Managed Grafana."""

from __future__ import annotations

import json

from twin_local.engine.entry import Call, Table, TypeEntry
from twin_local.engine.json_value import Json, Properties
from twin_local.engine.types.tagging import tagging

WORKSPACE = {"workspaceId": "{id}"}
TAGGED = {"resourceArn": "arn:aws:grafana:{region}:{account}:/workspaces/{id}"}
API_NAMES = {
    "DataSources": "workspaceDataSources",
    "Description": "workspaceDescription",
    "Name": "workspaceName",
    "NotificationDestinations": "workspaceNotificationDestinations",
    "OrganizationalUnits": "workspaceOrganizationalUnits",
    "RoleArn": "workspaceRoleArn",
}
CHANGEABLE = (
    "AccountAccessType", "DataSources", "Description", "Name", "NetworkAccessControl",
    "NotificationDestinations", "OrganizationRoleName", "OrganizationalUnits", "PermissionType",
    "RoleArn", "StackSetName", "VpcConfiguration",
)  # fmt: skip
ONCE = ("AuthenticationProviders", "ClientToken", "GrafanaVersion", "Tags")
CLEARED: dict[str, Json] = {
    "Description": "",
    "DataSources": [],
    "NotificationDestinations": [],
    "OrganizationalUnits": [],
    "VpcConfiguration": None,
    "NetworkAccessControl": None,
}


def _removals(given: Properties, known: Properties) -> Properties:
    """Return the changes, with what has left the template named as the API wants it."""
    before = known.get("o", {})
    gone = {
        flag: True
        for name, flag in (
            ("VpcConfiguration", "RemoveVpcConfiguration"),
            ("NetworkAccessControl", "RemoveNetworkAccessConfiguration"),
        )
        if before.get(name) and not given.get(name)
    }
    return {**{name: value for name, value in given.items() if value is not None}, **gone}


def _plugins(given: Properties, _: Properties) -> Properties:
    """Return the configuration that says who manages plug-ins."""
    enabled = str(given.get("PluginAdminEnabled", False)).lower() == "true"
    return {"Configuration": json.dumps({"plugins": {"pluginAdminEnabled": enabled}})}


PLUGINS = Call(
    "UpdateWorkspaceConfiguration",
    takes=("PluginAdminEnabled",),
    fixed={**WORKSPACE, "grafanaVersion": "{p.GrafanaVersion}"},
    reshape=_plugins,
)
AUTHENTICATION = Call(
    "UpdateWorkspaceAuthentication",
    takes=("SamlConfiguration",),
    fixed={**WORKSPACE, "authenticationProviders": "{p.AuthenticationProviders}"},
)

ENTRIES: Table = {
    "AWS::Grafana::Workspace": TypeEntry(
        service="grafana",
        ref="{r.workspace.id}",
        create=(
            Call(
                "CreateWorkspace",
                takes=(*CHANGEABLE, *ONCE),
                names=API_NAMES,
            ),
            AUTHENTICATION,
            PLUGINS,
        ),
        update=(
            Call(
                "UpdateWorkspace",
                takes=CHANGEABLE,
                names=API_NAMES,
                fixed=WORKSPACE,
                cleared=CLEARED,
                reshape=_removals,
            ),
            Call(
                "UpdateWorkspaceAuthentication",
                takes=("AuthenticationProviders", "SamlConfiguration"),
                fixed=WORKSPACE,
                cleared={"SamlConfiguration": None},
            ),
            Call(
                "UpdateWorkspaceConfiguration",
                takes=("GrafanaVersion", "PluginAdminEnabled"),
                fixed=WORKSPACE,
                cleared={"PluginAdminEnabled": False, "GrafanaVersion": None},
                reshape=lambda given, known: {
                    **_plugins(given, known),
                    "GrafanaVersion": given.get("GrafanaVersion"),
                },
            ),
            tagging("TagResource", "UntagResource", where=TAGGED, gone={"tagKeys": ["{item.Key}"]}),
        ),
        delete=(Call("DeleteWorkspace", fixed=WORKSPACE),),
        read=Call("DescribeWorkspace", fixed=WORKSPACE),
        settled="{r.workspace.status}",
        attributes={
            "Id": "{id}",
            "Endpoint": "{r.workspace.endpoint}",
            "GrafanaVersion": "{r.workspace.grafanaVersion}",
            "Status": "{r.workspace.status}",
            "SamlConfigurationStatus": "{r.workspace.authentication.samlConfigurationStatus}",
        },
    ),
}
