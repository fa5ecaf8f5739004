"""The resources of one account and region, in memory and in the store.

Every change is on the disk before it is in memory. A resource under change has a `transition`: the
state it is in, until when, and whether it is gone then; it lasts as long as the settings say.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable
from typing import Literal, TypeAlias

from twin_local.services.documents import Documents, Json
from twin_local.services.iottwinmaker.exceptions import (
    ConflictException,
    ResourceNotFoundException,
)
from twin_local.services.settings import SETTINGS

Kind: TypeAlias = Literal[
    "workspace", "component type", "entity", "scene", "sync job", "sync resource",
    "metadata transfer job", "pricing plan",
]  # fmt: skip
ID_MEMBERS: dict[Kind, str] = {
    "workspace": "workspaceId",
    "component type": "componentTypeId",
    "entity": "entityId",
    "scene": "sceneId",
    "sync job": "syncSource",
    "sync resource": "resourceId",
    "metadata transfer job": "metadataTransferJobId",
    "pricing plan": "name",
}
ALONE: frozenset[Kind] = frozenset({"workspace", "metadata transfer job", "pricing plan"})
"""Kinds that are in no workspace."""

Key: TypeAlias = tuple[Kind, str, str]
"""Kind, workspace (empty for what is in none) and id."""

Changed: TypeAlias = Callable[[Key, Json | None, Json | None], None]
"""Hears of a change: the document before (None: it is new) and after (None: it is gone)."""


class Registry:
    """Finds resources, and writes every change through; its `lock` is held by who changes."""

    def __init__(self, documents: Documents, *, account: str, region: str) -> None:
        self.lock = threading.RLock()
        self._documents = documents
        self._account, self._region = account, region
        self._found: dict[tuple[Kind, str], dict[str, Json]] = defaultdict(dict)
        self._revisions: dict[str, int] = defaultdict(int)
        self._under_change: set[Key] = set()
        self._followers: dict[Kind, list[Changed]] = defaultdict(list)
        for kind in ID_MEMBERS:
            for document in documents.all(kind):
                self._remember(self._key(kind, document), document)

    def arn(self, workspace: str, rest: str = "") -> str:
        """Return the ARN of a workspace, or of what is in it."""
        return self.account_arn(f"workspace/{workspace}{rest}")

    def account_arn(self, rest: str) -> str:
        """Return the ARN of what is in no workspace."""
        return f"arn:aws:iottwinmaker:{self._region}:{self._account}:{rest}"

    def follow(self, kind: Kind, hear: Changed) -> None:
        """Tell somebody of the resources of a kind that there are, and of every change of one."""
        self._followers[kind].append(hear)
        for (found, workspace), documents in self._found.items():
            for name, document in documents.items() if found == kind else ():
                hear((kind, workspace, name), None, document)

    def get(self, kind: Kind, workspace: str, name: str) -> Json | None:
        """Return a resource, None where there is none."""
        return self._found[kind, workspace].get(name)

    def find(self, kind: Kind, workspace: str, name: str) -> Json:
        """Return a resource.

        Raises:
            ResourceNotFoundException: there is none.
        """
        document = self.get(kind, workspace, name)
        if document is None:
            raise ResourceNotFoundException(f"there is no {kind} {name}")
        return document

    def all(self, kind: Kind, workspace: str = "") -> list[Json]:
        """Return the resources of a kind in the order of their ids."""
        return [one for _, one in sorted(self._found[kind, workspace].items())]

    def count(self, kind: Kind, workspace: str = "") -> int:
        """Return how many resources of a kind there are."""
        return len(self._found[kind, workspace])

    def workspace(self, name: str) -> Json:
        """Return a workspace, which may be given by its ARN.

        Raises:
            ResourceNotFoundException: there is none.
        """
        return self.find("workspace", "", name.removeprefix(self.arn("")))

    def revision(self, workspace: str) -> int:
        """Return how often anything of a workspace has changed."""
        return self._revisions[workspace]

    def create(self, kind: Kind, workspace: str, name: str, body: Json) -> Json:
        """Keep a new resource.

        Raises:
            ConflictException: it exists.
        """
        if self.get(kind, workspace, name) is not None:
            raise ConflictException(f"the {kind} {name} exists")
        now = SETTINGS.now()
        document = {**body, "creationDateTime": now, "updateDateTime": now}
        self._save((kind, workspace, name), self._passing(document, "CREATING", gone=False))
        return document

    def change(self, kind: Kind, workspace: str, name: str, body: Json) -> float:
        """Keep a changed resource and return when that was.

        Raises:
            ConflictException: it is under change.
        """
        self.refuse_under_change(kind, workspace, name)
        now = SETTINGS.now()
        document = self._passing({**body, "updateDateTime": now}, "UPDATING", gone=False)
        self._save((kind, workspace, name), document)
        return now

    def remove(self, kind: Kind, workspace: str, name: str) -> None:
        """Remove a resource, after the time that it is DELETING."""
        document = self.find(kind, workspace, name)
        if SETTINGS.transition_seconds:
            key = (kind, workspace, name)
            self._save(key, self._passing(document, "DELETING", gone=True))
        else:
            self._forget((kind, workspace, name))

    def put(self, kind: Kind, workspace: str, name: str, body: Json) -> None:
        """Keep a resource as it is given, whether it exists or not."""
        self._save((kind, workspace, name), body)

    def forget(self, kind: Kind, workspace: str, name: str) -> None:
        """Remove a resource at once, if it is there."""
        if self.get(kind, workspace, name) is not None:
            self._forget((kind, workspace, name))

    def refuse_under_change(self, kind: Kind, workspace: str, name: str) -> None:
        """Refuse a change of a resource that is under one.

        Raises:
            ConflictException: it is.
        """
        document = self.get(kind, workspace, name) or {}
        if "transition" in document:
            state = document["transition"]["state"]
            raise ConflictException(f"the {kind} {name} is {state}")

    def settle(self) -> None:
        """End the changes whose time is over."""
        now = SETTINGS.now()
        for key in sorted(self._under_change):
            document = self._found[key[:2]][key[2]]
            if document["transition"]["until"] <= now:
                if document["transition"]["gone"]:
                    self._forget(key)
                else:
                    ended = {one: value for one, value in document.items() if one != "transition"}
                    self._save(key, ended)

    def _passing(self, document: Json, state: str, *, gone: bool) -> Json:
        if not SETTINGS.transition_seconds:
            return document
        until = SETTINGS.now() + SETTINGS.transition_seconds
        return {**document, "transition": {"state": state, "until": until, "gone": gone}}

    def _save(self, key: Key, document: Json) -> None:
        self._documents.put(key[0], _text(key), document)
        self._remember(key, document)
        self._revisions[key[1]] += 1

    def _forget(self, key: Key) -> None:
        self._documents.delete(key[0], _text(key))
        before = self._found[key[:2]].pop(key[2])
        for hear in self._followers[key[0]]:
            hear(key, before, None)
        self._under_change.discard(key)
        self._revisions[key[1]] += 1

    def _remember(self, key: Key, document: Json) -> None:
        before = self._found[key[:2]].get(key[2])
        self._found[key[:2]][key[2]] = document
        for hear in self._followers[key[0]]:
            hear(key, before, document)
        if "transition" in document:
            self._under_change.add(key)
        else:
            self._under_change.discard(key)

    def _key(self, kind: Kind, document: Json) -> Key:
        workspace = "" if kind in ALONE else document["workspaceId"]
        return kind, workspace, document[ID_MEMBERS[kind]]


def state(document: Json) -> str:
    """Return the state of a resource."""
    return str(document.get("transition", {}).get("state", "ACTIVE"))


def status(document: Json) -> Json:
    """Return the state of a resource as the API has it."""
    return {"state": state(document), "error": {}}


def dates(document: Json) -> Json:
    """Return when a resource was made and changed."""
    return {key: document[key] for key in ("creationDateTime", "updateDateTime")}


def _text(key: Key) -> str:
    return f"{key[1]}/{key[2]}" if key[1] else key[2]
