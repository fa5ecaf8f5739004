"""How Amazon Managed Grafana is read back."""

from __future__ import annotations

from twin_local.engine.reads.read import Read, Reads

WORKSPACE = {"workspaceId": "{a.workspace.id}"}
OF_REQUEST = {"workspaceId": "{q.workspaceId}"}
NAMES = {
    "dataSources": "workspaceDataSources",
    "description": "workspaceDescription",
    "name": "workspaceName",
    "notificationDestinations": "workspaceNotificationDestinations",
    "organizationalUnits": "workspaceOrganizationalUnits",
}


OPERATIONS: Reads = {
    ("grafana", "CreateWorkspace"): (
        Read(
            "DescribeWorkspace",
            WORKSPACE,
            root="workspace",
            then=lambda found: {
                **{NAMES.get(key, key): one for key, one in found.items()},
                "authenticationProviders": found["authentication"]["providers"],
            },
            unread={"clientToken": "it only says that a request is repeated"},
        ),
    ),
    ("grafana", "UpdateWorkspaceAuthentication"): (
        Read(
            "DescribeWorkspaceAuthentication",
            OF_REQUEST,
            root="authentication",
            then=lambda found: {
                "authenticationProviders": found["providers"],
                "samlConfiguration": found.get("saml", {}).get("configuration"),
            },
        ),
    ),
    ("grafana", "UpdateWorkspaceConfiguration"): (
        Read("DescribeWorkspaceConfiguration", OF_REQUEST),
    ),
}
