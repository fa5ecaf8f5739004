"""Serve `/access/me` and `/access/keys`.

The secret is in the answer that made the key and nowhere else. So a creation takes no idempotency
key: its answer would have to be kept. A revocation takes no If-Match: it must never be refused for
a change that came between.
"""

from __future__ import annotations

import time
from typing import Any

from access_keys.body import caller_body, made_body, page_body, revoked_body
from access_keys.keys import Keys
from access_runtime.key_store import KeyStore
from twin.access.key_request import read_request
from twin.api.parameters.access_keys import EVERYONES
from twin_runtime.clients import dynamodb
from twin_runtime.http import Answer, Body, Operation, ProxyResponse, Request, serve
from twin_runtime.settings import setting
from twin_runtime.site import site


def handler(event: dict[str, Any], context: object) -> ProxyResponse:
    """Serve one request."""
    operations: dict[str, Operation] = {
        "getCaller": _caller,
        "createAccessKey": _create,
        "listAccessKeys": _list,
        "revokeAccessKey": _revoke,
    }
    return serve(event, operations)


def _keys() -> Keys:
    return Keys(KeyStore(dynamodb(), setting("ACCESS_KEYS_TABLE")))


def _caller(request: Request) -> Body:
    return caller_body(request.authenticated)


def _create(request: Request) -> Answer:
    maker = request.authenticated
    wanted = read_request(request.json(), maker, site().access)
    key, secret = _keys().make(wanted, maker, now=time.time())
    return Answer(201, made_body(key, secret))


def _list(request: Request) -> Body:
    page = _keys().page(
        request.authenticated,
        everyones=request.choice("all", EVERYONES) == "true",
        limit=request.integer("limit"),
        token=request.one("next_token"),
    )
    return page_body(page)


def _revoke(request: Request) -> Body:
    key = _keys().revoke(request.path["key_id"], request.authenticated, now=time.time())
    return revoked_body(key)
