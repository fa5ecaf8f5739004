"""The configuration, version and authentication of workspaces."""

from __future__ import annotations

import json

from twin_local.services.documents import Json
from twin_local.services.grafana import versions
from twin_local.services.grafana.exceptions import ValidationException
from twin_local.services.grafana.store import Store, page

IDP = ("url", "xml")


class WorkspaceSettings:
    """The operations on what a workspace is set to."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def describe_configuration(self, request: Json) -> Json:
        """Return the configuration and the version."""
        found = self._store.workspace(request["workspace_id"])
        return {"configuration": found["configuration"], "grafanaVersion": found["grafanaVersion"]}

    def update_configuration(self, request: Json) -> Json:
        """Change the configuration, and go to a later version if one is given."""
        before = self._store.active(request["workspace_id"])
        _check_json(request["configuration"])
        changed = {**before, "configuration": request["configuration"]}
        version, now = request.get("grafana_version"), before["grafanaVersion"]
        if version in (None, now):
            self._store.save(changed, "UPDATING")
            return {}
        if version not in versions.later_than(now):
            raise ValidationException(
                f"a workspace of {now} goes to {', '.join(versions.later_than(now)) or 'no other'}"
            )
        self._store.save({**changed, "grafanaVersion": version}, "VERSION_UPDATING")
        return {}

    def list_versions(self, request: Json) -> Json:
        """Return the versions that there are, or that a workspace can go to."""
        found: tuple[str, ...] = versions.VERSIONS
        if key := request.get("workspace_id"):
            found = versions.later_than(self._store.workspace(key)["grafanaVersion"])
        paged = page([{"version": one} for one in found], request, "grafanaVersions")
        return {**paged, "grafanaVersions": [one["version"] for one in paged["grafanaVersions"]]}

    def describe_authentication(self, request: Json) -> Json:
        """Return how users sign in."""
        return {"authentication": _authentication(self._store.workspace(request["workspace_id"]))}

    def update_authentication(self, request: Json) -> Json:
        """Change how users sign in."""
        before = self._store.active(request["workspace_id"])
        providers, saml = request["authentication_providers"], request.get("saml_configuration")
        if not providers:
            raise ValidationException("a workspace has an authentication provider")
        if saml and "SAML" not in providers:
            raise ValidationException("samlConfiguration needs the provider SAML")
        if saml and sum(1 for one in IDP if saml["idpMetadata"].get(one)) != 1:
            raise ValidationException("idpMetadata is a url or xml")
        kept = saml or (before.get("saml") if "SAML" in providers else None)
        changed = self._store.save({**before, "providers": providers, "saml": kept}, "UPDATING")
        return {"authentication": _authentication(changed)}


def _authentication(workspace: Json) -> Json:
    providers, saml = workspace["providers"], workspace.get("saml")
    shown: Json = {"providers": providers}
    if "SAML" in providers:
        status = "CONFIGURED" if saml else "NOT_CONFIGURED"
        shown["saml"] = {"status": status, **({"configuration": saml} if saml else {})}
    if "AWS_SSO" in providers:
        shown["awsSso"] = {"ssoClientId": f"sso-{workspace['id']}"}
    return shown


def _check_json(text: str) -> None:
    try:
        found = json.loads(text)
    except ValueError as error:
        raise ValidationException(f"the configuration is no JSON: {error}") from error
    if not isinstance(found, dict):
        raise ValidationException("the configuration is no JSON object")
