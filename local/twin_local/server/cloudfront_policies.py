"""CloudFront's policies, which moto lacks: response headers, cache and origin request policies.

All three kinds have the same five operations; what differs is their names.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from moto.cloudfront import urls
from moto.cloudfront.exceptions import CloudFrontException, InvalidIfMatchVersion
from moto.cloudfront.models import CloudFrontBackend
from moto.cloudfront.responses import CloudFrontResponse
from moto.core.responses import ActionResult, EmptyResult

STATE = "twin_policies"
Respond = Callable[[CloudFrontResponse], ActionResult]


@dataclass(frozen=True)
class PolicyKind:
    """One kind of policy: the name in its operations, its configuration and its address."""

    name: str
    path: str

    @property
    def config(self) -> str:
        """The name of its configuration in requests and answers."""
        return f"{self.name}Config"


KINDS = (
    PolicyKind("ResponseHeadersPolicy", "response-headers-policy"),
    PolicyKind("CachePolicy", "cache-policy"),
    PolicyKind("OriginRequestPolicy", "origin-request-policy"),
)


@dataclass
class Policy:
    """One policy as CloudFront keeps it; `config` is in the structure of the API."""

    id: str
    kind: str
    config: dict[str, Any]
    etag: str
    modified: datetime


def policies(backend: CloudFrontBackend) -> dict[str, Policy]:
    """Return the policies of a backend by id."""
    found: dict[str, Policy] = backend.__dict__.setdefault(STATE, {})
    return found


def install() -> None:
    """Teach moto's CloudFront the policies; installing twice is the same as once."""
    for kind in KINDS:
        for suffix in ("$", "/(?P<policy_id>[^/]+)$", "/(?P<policy_id>[^/]+)/config$"):
            path = f"{{0}}/2020-05-31/{kind.path}{suffix}"
            urls.url_paths[path] = CloudFrontResponse.dispatch
        for operation, respond in _operations(kind).items():
            setattr(CloudFrontResponse, operation, respond)


def _operations(kind: PolicyKind) -> dict[str, Respond]:
    snake = kind.path.replace("-", "_")
    return {
        f"create_{snake}": lambda request: _answer(kind, _create(kind, request)),
        f"get_{snake}": lambda request: _answer(kind, _find(kind, request)),
        f"get_{snake}_config": lambda request: _config(kind, _find(kind, request)),
        f"update_{snake}": lambda request: _answer(kind, _update(kind, request)),
        f"delete_{snake}": lambda request: _delete(kind, request),
    }


def _create(kind: PolicyKind, request: CloudFrontResponse) -> Policy:
    config = request._get_param(kind.config, {})
    known = policies(request.backend)
    if any(
        one.kind == kind.name and one.config["Name"] == config["Name"] for one in known.values()
    ):
        raise CloudFrontException(
            f"{kind.name}AlreadyExists", f"a policy with the name {config['Name']} exists"
        )
    policy = Policy(str(uuid.uuid4()), kind.name, config, _etag(), datetime.now(UTC))
    known[policy.id] = policy
    return policy


def _find(kind: PolicyKind, request: CloudFrontResponse) -> Policy:
    policy = policies(request.backend).get(request._get_param("Id"))
    if policy is None or policy.kind != kind.name:
        raise CloudFrontException(f"NoSuch{kind.name}", "the policy does not exist")
    return policy


def _update(kind: PolicyKind, request: CloudFrontResponse) -> Policy:
    policy = _matched(kind, request)
    policy.config = request._get_param(kind.config, {})
    policy.etag, policy.modified = _etag(), datetime.now(UTC)
    return policy


def _delete(kind: PolicyKind, request: CloudFrontResponse) -> ActionResult:
    policy = _matched(kind, request)
    for distribution in request.backend.distributions.values():
        if policy.id in json.dumps(distribution.distribution_config, default=vars):
            raise CloudFrontException(f"{kind.name}InUse", f"{distribution.id} uses the policy")
    del policies(request.backend)[policy.id]
    return EmptyResult()


def _matched(kind: PolicyKind, request: CloudFrontResponse) -> Policy:
    policy = _find(kind, request)
    if request._get_param("IfMatch") != policy.etag:
        raise InvalidIfMatchVersion()
    return policy


def _answer(kind: PolicyKind, policy: Policy) -> ActionResult:
    body = {"Id": policy.id, "LastModifiedTime": policy.modified, kind.config: policy.config}
    return ActionResult({kind.name: body, "ETag": policy.etag})


def _config(kind: PolicyKind, policy: Policy) -> ActionResult:
    return ActionResult({kind.config: policy.config, "ETag": policy.etag})


def _etag() -> str:
    return uuid.uuid4().hex[:14].upper()
