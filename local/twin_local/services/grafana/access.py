"""Who may use a workspace: API keys, service accounts with their tokens, users and groups."""

from __future__ import annotations

import itertools

from twin_local.services.documents import Json
from twin_local.services.grafana import versions
from twin_local.services.grafana.exceptions import ConflictException, ValidationException
from twin_local.services.grafana.store import Store, new_key, page
from twin_local.services.settings import SETTINGS

ROLES = ("ADMIN", "EDITOR", "VIEWER")


class Keys:
    """The operations on API keys, which versions before 9 have in place of service accounts."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def create(self, request: Json) -> Json:
        """Make a key; it is shown once."""
        workspace, name = request["workspace_id"], request["key_name"]
        self._store.active(workspace)
        if request["key_role"].upper() not in ROLES:
            raise ValidationException(f"keyRole is one of {', '.join(ROLES)}")
        if any(one["key"] == name for one in self._store.all("api-key", workspace)):
            raise ConflictException(
                f"the key {name} exists", resource_id=name, resource_type="api-key"
            )
        expires = SETTINGS.now() + request["seconds_to_live"]
        self._store.put(
            "api-key", workspace, name, {"role": request["key_role"], "expires": expires}
        )
        return {"keyName": name, "key": new_key("glak"), "workspaceId": workspace}

    def delete(self, request: Json) -> Json:
        """Remove a key."""
        workspace, name = request["workspace_id"], request["key_name"]
        self._store.active(workspace)
        self._store.remove("api-key", workspace, name)
        return {"keyName": name, "workspaceId": workspace}


class ServiceAccounts:
    """The operations on service accounts and their tokens."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def create(self, request: Json) -> Json:
        """Make a service account."""
        workspace, name = self._workspace(request), request["name"]
        found = self._store.all("service-account", workspace)
        if any(one["name"] == name for one in found):
            raise ConflictException(
                f"the service account {name} exists",
                resource_id=name,
                resource_type="service-account",
            )
        key = _free([one["key"] for one in found])
        body = {"name": name, "grafanaRole": request["grafana_role"], "createdAt": SETTINGS.now()}
        self._store.put("service-account", workspace, key, body)
        shown = {"id": key, "name": name, "grafanaRole": request["grafana_role"]}
        return {**shown, "workspaceId": workspace}

    def delete(self, request: Json) -> Json:
        """Remove a service account with its tokens."""
        workspace, account = self._workspace(request), request["service_account_id"]
        self._store.remove("service-account", workspace, account)
        for one in self._tokens(workspace, account):
            self._store.remove("token", workspace, one["key"])
        return {"serviceAccountId": account, "workspaceId": workspace}

    def list_all(self, request: Json) -> Json:
        """Return a page of service accounts."""
        workspace = self._workspace(request)
        shown = [
            {
                "id": one["key"],
                "name": one["name"],
                "isDisabled": "false",
                "grafanaRole": one["grafanaRole"],
            }
            for one in self._store.all("service-account", workspace)
        ]
        return {**page(shown, request, "serviceAccounts"), "workspaceId": workspace}

    def create_token(self, request: Json) -> Json:
        """Make a token; its key is shown once."""
        workspace, account = self._workspace(request), request["service_account_id"]
        self._store.get("service-account", workspace, account)
        name, now = request["name"], SETTINGS.now()
        if any(one["name"] == name for one in self._tokens(workspace, account)):
            raise ConflictException(
                f"the token {name} exists", resource_id=name, resource_type="token"
            )
        key = _free([one["key"] for one in self._store.all("token", workspace)])
        body = {
            "account": account,
            "name": name,
            "createdAt": now,
            "expiresAt": now + request["seconds_to_live"],
        }
        self._store.put("token", workspace, key, body)
        token = {"id": key, "name": name, "key": new_key("glsa")}
        return {
            "serviceAccountToken": token,
            "serviceAccountId": account,
            "workspaceId": workspace,
        }

    def delete_token(self, request: Json) -> Json:
        """Remove a token."""
        workspace, account = self._workspace(request), request["service_account_id"]
        key = request["token_id"]
        self._store.get("service-account", workspace, account)
        self._store.remove("token", workspace, key)
        return {"tokenId": key, "serviceAccountId": account, "workspaceId": workspace}

    def list_tokens(self, request: Json) -> Json:
        """Return a page of the tokens of a service account, without their keys."""
        workspace, account = self._workspace(request), request["service_account_id"]
        self._store.get("service-account", workspace, account)
        members = ("name", "createdAt", "expiresAt")
        shown = [
            {"id": one["key"], **{key: one[key] for key in members}}
            for one in self._tokens(workspace, account)
        ]
        paged = page(shown, request, "serviceAccountTokens")
        return {**paged, "serviceAccountId": account, "workspaceId": workspace}

    def _tokens(self, workspace: str, account: str) -> list[Json]:
        return [one for one in self._store.all("token", workspace) if one["account"] == account]

    def _workspace(self, request: Json) -> str:
        """Return the id of a workspace that has service accounts: one of version 9 or later."""
        found = self._store.active(request["workspace_id"])
        if found["grafanaVersion"] == versions.VERSIONS[0]:
            raise ValidationException(f"Grafana {versions.VERSIONS[0]} has no service accounts")
        return str(found["id"])


class Permissions:
    """The operations on the roles of users and groups."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def update(self, request: Json) -> Json:
        """Give and take roles; what cannot be done is told instruction by instruction."""
        workspace = self._store.active(request["workspace_id"])["id"]
        errors = []
        for instruction in request["update_instruction_batch"]:
            if problem := self._do(workspace, instruction):
                errors.append({"code": 400, "message": problem, "causedBy": instruction})
        return {"errors": errors}

    def _do(self, workspace: str, instruction: Json) -> str | None:
        held = {one["key"]: one for one in self._store.all("permission", workspace)}
        keys = {f"{one['type']}/{one['id']}": one for one in instruction["users"]}
        if instruction["action"] == "ADD":
            for key, user in keys.items():
                body = {"user": user, "role": instruction["role"]}
                self._store.put("permission", workspace, key, body)
            return None
        role = instruction["role"]
        missing = [key for key in keys if held.get(key, {}).get("role") != role]
        if missing:
            return f"{', '.join(missing)} have not the role {role}"
        for key in keys:
            self._store.remove("permission", workspace, key)
        return None

    def list_all(self, request: Json) -> Json:
        """Return a page of who has which role."""
        workspace = self._store.workspace(request["workspace_id"])["id"]
        shown = [
            {"user": one["user"], "role": one["role"]}
            for one in self._store.all("permission", workspace)
            if _is_asked(one["user"], request)
        ]
        return page(shown, request, "permissions")


def _is_asked(user: Json, request: Json) -> bool:
    kind = request.get("user_type")
    wanted = {"SSO_USER": request.get("user_id"), "SSO_GROUP": request.get("group_id")}
    asked = [one for one in wanted.values() if one]
    return kind in (None, user["type"]) and (not asked or wanted[user["type"]] == user["id"])


def _free(taken: list[str]) -> str:
    """Return the next number that no other has."""
    return next(str(one) for one in itertools.count(1) if str(one) not in taken)
