"""Workspaces and what belongs to them, every change written through."""

from __future__ import annotations

import secrets
from typing import Literal, TypeAlias

from twin_local.services import paging
from twin_local.services.documents import Documents, Json
from twin_local.services.grafana.exceptions import (
    ConflictException,
    ResourceNotFoundException,
    ValidationException,
)
from twin_local.services.settings import SETTINGS

Kind: TypeAlias = Literal["workspace", "api-key", "service-account", "token", "permission"]
PAGE_DEFAULT = 100


class Store:
    """Finds documents by kind, workspace and key."""

    def __init__(self, documents: Documents, *, account: str, region: str) -> None:
        self.documents, self.account, self.region = documents, account, region

    def arn(self, workspace: str) -> str:
        """Return the ARN of a workspace; that of an API has no slash before `workspaces`."""
        return f"arn:aws:grafana:{self.region}:{self.account}:/workspaces/{workspace}"

    def workspace(self, workspace: str) -> Json:
        """Return a workspace; what it was becoming it is, once its time is over.

        Raises:
            ResourceNotFoundException: there is none.
        """
        found = self.documents.get("workspace", workspace)
        if found is not None and found.get("until", 0) <= SETTINGS.now():
            found = self._settled(found)
        if found is None:
            raise ResourceNotFoundException(
                f"there is no workspace {workspace}",
                resource_id=workspace,
                resource_type="workspace",
            )
        return found

    def active(self, workspace: str) -> Json:
        """Return a workspace that may be changed.

        Raises:
            ConflictException: it is under change.
        """
        found = self.workspace(workspace)
        if found["status"] != "ACTIVE":
            raise ConflictException(
                f"the workspace {workspace} is {found['status']}",
                resource_id=workspace,
                resource_type="workspace",
            )
        return found

    def workspaces(self) -> list[Json]:
        """Return all workspaces."""
        names = [one["id"] for one in self.documents.all("workspace")]
        found = (self._or_none(name) for name in names)
        return [one for one in found if one is not None]

    def save(self, workspace: Json, status: str) -> Json:
        """Keep a workspace that passes through a status, and return it."""
        now = SETTINGS.now()
        until = now + SETTINGS.transition_seconds
        document = {**workspace, "status": status, "until": until, "modified": now}
        self.documents.put("workspace", workspace["id"], document)
        return document

    def get(self, kind: Kind, workspace: str, key: str) -> Json:
        """Return what belongs to a workspace.

        Raises:
            ResourceNotFoundException: there is none.
        """
        found = self.documents.get(kind, f"{workspace}/{key}")
        if found is None:
            raise ResourceNotFoundException(
                f"there is no {kind} {key}", resource_id=key, resource_type=kind
            )
        return found

    def all(self, kind: Kind, workspace: str) -> list[Json]:
        """Return all of a kind that belong to a workspace, the oldest first."""
        found = [one for one in self.documents.all(kind) if one["workspaceId"] == workspace]
        return sorted(found, key=lambda one: (one.get("createdAt", 0), one["key"]))

    def put(self, kind: Kind, workspace: str, key: str, body: Json) -> None:
        """Keep what belongs to a workspace."""
        document = {**body, "workspaceId": workspace, "key": key}
        self.documents.put(kind, f"{workspace}/{key}", document)

    def remove(self, kind: Kind, workspace: str, key: str) -> None:
        """Remove what belongs to a workspace.

        Raises:
            ResourceNotFoundException: there is none.
        """
        self.get(kind, workspace, key)
        self.documents.delete(kind, f"{workspace}/{key}")

    def _or_none(self, workspace: str) -> Json | None:
        try:
            return self.workspace(workspace)
        except ResourceNotFoundException:
            return None

    def _settled(self, workspace: Json) -> Json | None:
        if workspace["status"] == "DELETING":
            self._delete(workspace["id"])
            return None
        if workspace["status"] == "ACTIVE":
            return workspace
        settled = {**workspace, "status": "ACTIVE"}
        self.documents.put("workspace", workspace["id"], settled)
        return settled

    def _delete(self, workspace: str) -> None:
        kinds: tuple[Kind, ...] = ("api-key", "service-account", "token", "permission")
        for kind in kinds:
            for one in self.all(kind, workspace):
                self.documents.delete(kind, f"{workspace}/{one['key']}")
        self.documents.delete("workspace", workspace)


def page(items: list[Json], request: Json, member: str) -> Json:
    """Return one page under `member`.

    Raises:
        ValidationException: the token is not one that a page gave.
    """
    limit = int(request.get("max_results") or PAGE_DEFAULT)
    try:
        return paging.page(items, limit=limit, token=request.get("next_token"), member=member)
    except paging.BadToken as error:
        raise ValidationException(str(error)) from error


def new_key(prefix: str) -> str:
    """Return a secret that nobody guesses."""
    return f"{prefix}_{secrets.token_urlsafe(30)}"
