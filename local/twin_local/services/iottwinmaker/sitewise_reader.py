"""The built-in connector of AWS IoT SiteWise: reads an asset under the role of the workspace."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

from botocore.exceptions import ClientError

from twin_local.services.documents import Json
from twin_local.services.iottwinmaker.built_in_types import RESOURCE_SYNC, SITEWISE
from twin_local.services.iottwinmaker.component_views import Component
from twin_local.services.iottwinmaker.connectors import Clients, failure
from twin_local.services.iottwinmaker.exceptions import (
    ConnectorFailureException,
    ValidationException,
)
from twin_local.services.iottwinmaker.times import Span, text

if TYPE_CHECKING:
    from mypy_boto3_iotsitewise import IoTSiteWiseClient

PROPERTY = "Property_"
VALUES = ("doubleValue", "integerValue", "booleanValue", "stringValue")


@dataclass(frozen=True)
class Question:
    """What of an asset's history is asked for; `token` goes on where a page has ended."""

    selected: list[str]
    span: Span
    order: str
    limit: int
    token: str | None


class SiteWiseReader:
    """Reads the values of assets."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    def reads(self, component: Component) -> bool:
        """Say whether a component's values are in SiteWise."""
        return component.type.is_a(SITEWISE) or component.type.is_a(RESOURCE_SYNC)

    def properties(self, asset: str, role: str) -> Iterator[Json]:
        """Yield an asset's properties as SiteWise describes them.

        Raises:
            ConnectorFailureException: SiteWise has no such asset.
            AccessDeniedException: the role may not read it.
        """
        try:
            found = self._client(role).describe_asset(assetId=asset)
        except ClientError as error:
            raise failure(error, f"SiteWise's asset {asset}") from error
        yield from cast("list[Json]", found["assetProperties"])
        for composite in found.get("assetCompositeModels", []):
            yield from cast("list[Json]", composite["properties"])

    def latest(self, entity: Json, component: Component, name: str, role: str) -> Json | None:
        """Return a property's latest value, None where it has none.

        Raises:
            ConnectorFailureException: SiteWise has no such asset or property.
            AccessDeniedException: the role may not read it.
        """
        asset = asset_of(entity, component)
        key = self._property_id(asset, name, role)
        try:
            answer = self._client(role).get_asset_property_value(assetId=asset, propertyId=key)
        except ClientError as error:
            raise failure(error, f"SiteWise's property {name} of {asset}") from error
        return _value(cast("Json", answer.get("propertyValue", {}).get("value", {})))

    def history(
        self, entity: Json, component: Component, question: Question, role: str
    ) -> tuple[dict[str, list[Json]], str | None]:
        """Return values by property, and a token where there are more than asked for.

        Raises:
            ConnectorFailureException: SiteWise has no such asset or property.
            ValidationException: the token is not one of ours.
        """
        asset, (index, token) = asset_of(entity, component), _read(question.token)
        found: dict[str, list[Json]] = {}
        left = question.limit
        for name in question.selected[index:]:
            if left == 0:
                return found, _token(index, token)
            values, token = self._page(asset, name, question, left, token, role)
            found[name] = values
            left -= len(values)
            if token:
                return found, _token(index, token)
            index += 1
        return found, None

    def _page(
        self, asset: str, name: str, question: Question, limit: int, token: str | None, role: str
    ) -> tuple[list[Json], str | None]:
        key = self._property_id(asset, name, role)
        parameters: Json = {
            "assetId": asset,
            "propertyId": key,
            "startDate": question.span.start,
            "endDate": question.span.end,
            "timeOrdering": question.order,
            "maxResults": limit,
            **({"nextToken": token} if token else {}),
        }
        try:
            answer = self._client(role).get_asset_property_value_history(**parameters)
        except ClientError as error:
            raise failure(error, f"SiteWise's property {name} of {asset}") from error
        history = cast("list[Json]", answer["assetPropertyValueHistory"])
        values = [_timed(one) for one in history]
        return [one for one in values if one], answer.get("nextToken")

    def _property_id(self, asset: str, name: str, role: str) -> str:
        if name.startswith(PROPERTY):
            return name.removeprefix(PROPERTY)
        for one in self.properties(asset, role):
            if name in (one["name"], one["id"]):
                return str(one["id"])
        raise ConnectorFailureException(f"SiteWise has no property {name} of {asset}")

    def _client(self, role: str) -> IoTSiteWiseClient:
        return cast("IoTSiteWiseClient", self._clients("iotsitewise", role or None))


def asset_of(entity: Json, component: Component) -> str:
    """Return the asset of a component: its value, or that of which the entity is the copy."""
    given = component.value("sitewiseAssetId")
    return str(given["stringValue"]) if given else str(entity["entityId"])


def _value(variant: Json) -> Json | None:
    return {key: one for key, one in variant.items() if key in VALUES} or None


def _timed(one: Json) -> Json | None:
    value = _value(one["value"])
    if value is None:
        return None
    at = one["timestamp"]
    seconds = at["timeInSeconds"] + at.get("offsetInNanos", 0) / 1e9
    return {"time": text(datetime.fromtimestamp(seconds, UTC)), "value": value}


def _token(index: int, token: str | None) -> str:
    return base64.urlsafe_b64encode(json.dumps([index, token]).encode()).decode()


def _read(token: str | None) -> tuple[int, str | None]:
    if not token:
        return 0, None
    try:
        index, inner = json.loads(base64.urlsafe_b64decode(token))
        return int(index), inner
    except (ValueError, TypeError, binascii.Error) as error:
        raise ValidationException("the token is not one that a page gave") from error
