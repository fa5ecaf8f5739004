"""What a deployed CloudFront distribution says, as far as the console's front follows it."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from moto.cloudfront.models import CloudFrontBackend, cloudfront_backends

from twin_local.server.cloudfront_policies import policies
from twin_local.server.console_headers import policy_headers

PARTITION = "aws"
MISSING = (403, 404)
"""What a private bucket answers for an object that is not there."""


@dataclass(frozen=True)
class Origin:
    """Where a behaviour's requests go."""

    id: str
    domain_name: str
    path: str

    @property
    def is_api(self) -> bool:
        """Whether the origin is an API of API Gateway."""
        return ".execute-api." in self.domain_name

    @property
    def bucket(self) -> str:
        """The bucket, when the origin is one."""
        return self.domain_name.split(".s3", 1)[0]


@dataclass(frozen=True)
class Behavior:
    """How requests of one path pattern are answered."""

    pattern: str
    origin: Origin
    headers: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ErrorPage:
    """The page, and its status, that is shown for a missing file."""

    path: str
    status: int


@dataclass(frozen=True)
class Front:
    """One distribution."""

    root_object: str
    behaviors: tuple[Behavior, ...]
    default: Behavior
    error_page: ErrorPage | None

    def behavior(self, path: str) -> Behavior:
        """Return the first behaviour whose pattern matches, or the default one."""
        for behavior in self.behaviors:
            pattern = "/" + behavior.pattern.lstrip("/")
            if fnmatchcase(path, pattern):
                return behavior
        return self.default


def deployed_front(account: str) -> Front | None:
    """Return the deployed distribution, None before there is one."""
    backend = cloudfront_backends[account][PARTITION]
    distribution = next(iter(backend.distributions.values()), None)
    return None if distribution is None else _front(distribution.distribution_config, backend)


def _front(config: Any, backend: CloudFrontBackend) -> Front:  # noqa: ANN401 - moto sets any field
    origins = {
        origin.id: Origin(origin.id, origin.domain_name, origin.origin_path or "")
        for origin in config.Origins["Items"]
    }
    others = config.CacheBehaviors.get("Items") or []
    return Front(
        root_object=config.DefaultRootObject or "index.html",
        behaviors=tuple(_behavior(item, origins, backend) for item in others),
        default=_behavior(config.DefaultCacheBehavior, origins, backend),
        error_page=_error_page(config.CustomErrorResponses.get("Items") or []),
    )


def _behavior(
    item: Any,  # noqa: ANN401 - moto's default behaviour has no pattern
    origins: dict[str, Origin],
    backend: CloudFrontBackend,
) -> Behavior:
    policy = policies(backend).get(item.response_headers_policy_id or "")
    headers = policy_headers(policy.config) if policy else {}
    return Behavior(
        pattern=getattr(item, "path_pattern", "*"),
        origin=origins[item.target_origin_id],
        headers=tuple(headers.items()),
    )


def _error_page(answers: list[dict[str, Any]]) -> ErrorPage | None:
    for answer in answers:
        if int(answer["ErrorCode"]) in MISSING and answer.get("ResponsePagePath"):
            status = int(answer.get("ResponseCode") or answer["ErrorCode"])
            return ErrorPage(path=answer["ResponsePagePath"], status=status)
    return None
