"""Amazon Managed Grafana of one account and region."""

from __future__ import annotations

import threading
from collections.abc import Callable

from twin_local.services.documents import Documents, Json
from twin_local.services.grafana.access import Keys, Permissions, ServiceAccounts
from twin_local.services.grafana.settings_of_workspaces import WorkspaceSettings
from twin_local.services.grafana.store import Store
from twin_local.services.grafana.tags import Tags
from twin_local.services.grafana.workspaces import Workspaces
from twin_local.services.settings import SETTINGS


class Grafana:
    """One account's workspaces in one region; there is no licence to associate."""

    def __init__(self, *, account: str, region: str) -> None:
        self._documents = Documents(SETTINGS.database("grafana", account, region))
        store = Store(self._documents, account=account, region=region)
        self._lock = threading.RLock()
        self._operations = _operations(store)

    def close(self) -> None:
        """Close the store."""
        self._documents.close()

    def operations(self) -> frozenset[str]:
        """Return the names of the operations that are served."""
        return frozenset(self._operations)

    def call(self, operation: str, request: Json) -> Json | None:
        """Serve one operation; None where it is not implemented."""
        method = self._operations.get(operation)
        if method is None:
            return None
        with self._lock:
            return method(request)


def _operations(store: Store) -> dict[str, Callable[[Json], Json]]:
    workspaces, settings = Workspaces(store), WorkspaceSettings(store)
    keys, accounts = Keys(store), ServiceAccounts(store)
    permissions, tags = Permissions(store), Tags(store)
    return {
        "CreateWorkspace": workspaces.create,
        "DescribeWorkspace": workspaces.describe,
        "ListWorkspaces": workspaces.list_all,
        "UpdateWorkspace": workspaces.update,
        "DeleteWorkspace": workspaces.delete,
        "DescribeWorkspaceConfiguration": settings.describe_configuration,
        "UpdateWorkspaceConfiguration": settings.update_configuration,
        "DescribeWorkspaceAuthentication": settings.describe_authentication,
        "UpdateWorkspaceAuthentication": settings.update_authentication,
        "ListVersions": settings.list_versions,
        "CreateWorkspaceApiKey": keys.create,
        "DeleteWorkspaceApiKey": keys.delete,
        "CreateWorkspaceServiceAccount": accounts.create,
        "DeleteWorkspaceServiceAccount": accounts.delete,
        "ListWorkspaceServiceAccounts": accounts.list_all,
        "CreateWorkspaceServiceAccountToken": accounts.create_token,
        "DeleteWorkspaceServiceAccountToken": accounts.delete_token,
        "ListWorkspaceServiceAccountTokens": accounts.list_tokens,
        "UpdatePermissions": permissions.update,
        "ListPermissions": permissions.list_all,
        "ListTagsForResource": tags.list_all,
        "TagResource": tags.tag,
        "UntagResource": tags.untag,
    }
