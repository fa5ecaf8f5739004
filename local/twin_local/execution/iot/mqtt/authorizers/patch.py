"""Add the operations on authorizers, which moto lacks, to its IoT service."""

from __future__ import annotations

import re
import time
from dataclasses import replace as changed
from typing import Any

from moto.core.responses import ActionResult, EmptyResult
from moto.iot.exceptions import (
    DeleteConflictException,
    InvalidRequestException,
    ResourceAlreadyExistsException,
    ResourceNotFoundException,
)
from moto.iot.responses import IoTResponse

from twin_local.execution.iot.mqtt.authorizers.registry import (
    Authorizer,
    Authorizers,
    authorizers_of,
)
from twin_local.execution.patching import extend

NAME = re.compile(r"[\w=,@-]{1,128}")
STATUSES = ("ACTIVE", "INACTIVE")


def install() -> None:
    """Make moto answer the operations on authorizers."""
    for operation in (
        create_authorizer,
        describe_authorizer,
        update_authorizer,
        delete_authorizer,
        list_authorizers,
        set_default_authorizer,
        describe_default_authorizer,
        clear_default_authorizer,
    ):
        extend(IoTResponse, operation.__name__, operation)


def create_authorizer(response: IoTResponse) -> ActionResult:
    """Register an authorizer."""
    known, name = _known(response), _name(response)
    if name in known.by_name:
        arn = known.by_name[name].arn
        raise ResourceAlreadyExistsException("Authorizer already exists", name, arn)
    made = Authorizer(
        name=name,
        arn=f"arn:aws:iot:{response.region}:{response.current_account}:authorizer/{name}",
        function_arn=str(response._get_param("authorizerFunctionArn")),
        token_key_name=response._get_param("tokenKeyName"),
        public_keys=response._get_param("tokenSigningPublicKeys") or {},
        status=response._get_param("status") or "INACTIVE",
        signing_disabled=bool(response._get_param("signingDisabled")),
        caches_http=bool(response._get_param("enableCachingForHttp")),
    )
    _check(made)
    known.by_name[name] = made
    return _named(made)


def describe_authorizer(response: IoTResponse) -> ActionResult:
    """Return an authorizer."""
    return ActionResult({"authorizerDescription": _description(_find(response))})


def update_authorizer(response: IoTResponse) -> ActionResult:
    """Change what is given of an authorizer."""
    found = _find(response)
    given = {
        "function_arn": response._get_param("authorizerFunctionArn"),
        "token_key_name": response._get_param("tokenKeyName"),
        "public_keys": response._get_param("tokenSigningPublicKeys"),
        "status": response._get_param("status"),
        "caches_http": response._get_param("enableCachingForHttp"),
    }
    news: dict[str, Any] = {key: value for key, value in given.items() if value is not None}
    made = changed(found, modified=time.time(), **news)
    _check(made)
    _known(response).by_name[made.name] = made
    return _named(made)


def delete_authorizer(response: IoTResponse) -> EmptyResult:
    """Delete an authorizer that is inactive and not the default one."""
    known, found = _known(response), _find(response)
    if found.status == "ACTIVE" or known.default == found.name:
        raise DeleteConflictException(
            f"The authorizer {found.name} is active or the default authorizer"
        )
    del known.by_name[found.name]
    return EmptyResult()


def list_authorizers(response: IoTResponse) -> ActionResult:
    """Return a page of authorizers by name."""
    size = int(response._get_param("pageSize") or 25)
    marker, wanted = response._get_param("marker") or "", response._get_param("status")
    descending = str(response._get_param("isAscendingOrder", "true")).lower() == "false"
    found = [one for one in _known(response).by_name.values() if wanted in (None, one.status)]
    ordered = sorted(found, key=lambda one: one.name, reverse=descending)
    left = [one for one in ordered if not marker or (one.name > marker) != descending]
    if marker and descending:
        left = [one for one in left if one.name != marker]
    page = left[:size]
    answer: dict[str, Any] = {
        "authorizers": [{"authorizerName": one.name, "authorizerArn": one.arn} for one in page]
    }
    if len(left) > len(page):
        answer["nextMarker"] = page[-1].name
    return ActionResult(answer)


def set_default_authorizer(response: IoTResponse) -> ActionResult:
    """Make an authorizer the one of clients that name none."""
    known, found = _known(response), _find(response)
    if known.default is not None:
        arn = known.by_name[known.default].arn
        raise ResourceAlreadyExistsException("There is a default already", known.default, arn)
    known.default = found.name
    return _named(found)


def describe_default_authorizer(response: IoTResponse) -> ActionResult:
    """Return the default authorizer."""
    known = _known(response)
    if known.default is None:
        raise ResourceNotFoundException("There is no default authorizer")
    return ActionResult({"authorizerDescription": _description(known.by_name[known.default])})


def clear_default_authorizer(response: IoTResponse) -> EmptyResult:
    """Have no default authorizer any more."""
    known = _known(response)
    if known.default is None:
        raise ResourceNotFoundException("There is no default authorizer")
    known.default = None
    return EmptyResult()


def _known(response: IoTResponse) -> Authorizers:
    return authorizers_of(response.current_account, response.region)


def _name(response: IoTResponse) -> str:
    name = str(response._get_param("authorizerName"))
    if not NAME.fullmatch(name):
        raise InvalidRequestException(f"{name!r} is not a name of an authorizer")
    return name


def _find(response: IoTResponse) -> Authorizer:
    found = _known(response).by_name.get(_name(response))
    if found is None:
        raise ResourceNotFoundException(f"There is no authorizer {_name(response)}")
    return found


def _check(authorizer: Authorizer) -> None:
    if authorizer.status not in STATUSES:
        raise InvalidRequestException(f"status is one of {', '.join(STATUSES)}")
    if not authorizer.signing_disabled and not (
        authorizer.token_key_name and authorizer.public_keys
    ):
        raise InvalidRequestException(
            "tokenKeyName and tokenSigningPublicKeys are required where signing is not disabled"
        )


def _named(authorizer: Authorizer) -> ActionResult:
    return ActionResult({"authorizerName": authorizer.name, "authorizerArn": authorizer.arn})


def _description(authorizer: Authorizer) -> dict[str, Any]:
    description = {
        "authorizerName": authorizer.name,
        "authorizerArn": authorizer.arn,
        "authorizerFunctionArn": authorizer.function_arn,
        "tokenKeyName": authorizer.token_key_name,
        "tokenSigningPublicKeys": dict(authorizer.public_keys),
        "status": authorizer.status,
        "signingDisabled": authorizer.signing_disabled,
        "enableCachingForHttp": authorizer.caches_http,
        "creationDate": authorizer.created,
        "lastModifiedDate": authorizer.modified,
    }
    return {key: value for key, value in description.items() if value is not None}
