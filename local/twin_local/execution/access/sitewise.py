"""What calls of AWS IoT SiteWise need: their action on models and on the assets of their entries.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsiotsitewise.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from twin_local.execution.access.calls import Call
from twin_local.iam.patterns import Context

PREFIX = "iotsitewise"
HIERARCHY_PATH = "iotsitewise:assethierarchypath"
PROPERTY_ALIAS = "iotsitewise:propertyalias"
ASSOCIATED = "iotsitewise:isassociatedwithassetproperty"


def sitewise(call: Call) -> Iterator[tuple[str, str]]:
    """Yield the actions that a call needs with the ARNs that they are on.

    A batch needs its action on the asset of each entry. A call by alias needs it on the data stream
    behind the alias; the user guide leaves open whether the asset of that property is asked for as
    well, so it is: what is allowed here is allowed by AWS. What an external id names is meant by
    its ARN; an unknown one the service refuses itself.
    https://docs.aws.amazon.com/iot-sitewise/latest/userguide/security_iam_service-with-iam-id-based-policies.html
    """
    named = _named(call)
    assets = {asset for one in named if (asset := _asset(call, one))}
    streams = {_stream(call, alias) for one in named if (alias := one.get("propertyAlias"))}
    action = f"{PREFIX}:{call.operation}"
    model = call.parameters.get("assetModelId")
    if model:
        yield action, _arn(call, f"asset-model/{_id(call, 'asset-model', model)}")
    yield from ((action, _arn(call, f"asset/{asset}")) for asset in assets)
    yield from ((action, _arn(call, f"time-series/{stream}")) for stream in streams)
    tagged = call.parameters.get("resourceArn")
    if tagged:
        yield action, tagged
    if not (model or assets or streams or tagged):
        yield action, "*"


def condition_keys(call: Call, resource: str) -> Context:
    """Return the condition keys that SiteWise knows of a resource of a call or of one entry.

    Of an asset it is where it stands: `assetHierarchyPath` is the chain of the ids of assets from
    the root to the asset itself, each after a slash: `/root/line/pump`. Of a data stream it is the
    alias that it was named by, and whether it is the stream of an asset's property.
    """
    if call.service != PREFIX:
        return {}
    kind, _, name = resource.rpartition(":")[2].partition("/")
    if kind == "asset":
        path = _service(call).hierarchy_path(name)
        return {HIERARCHY_PATH: [path]} if path else {}
    if kind == "time-series":
        aliases = [one["propertyAlias"] for one in _named(call) if one.get("propertyAlias")]
        alias = next((one for one in aliases if _stream(call, one) == name), None)
        is_associated = bool(alias and _service(call).asset_of_alias(alias))
        known = {PROPERTY_ALIAS: [alias]} if alias else {}
        return {**known, ASSOCIATED: [str(is_associated).lower()]}
    return {}


def _named(call: Call) -> list[Mapping[str, Any]]:
    """Return what names assets and aliases: the call itself, and its entries."""
    return [call.parameters, *call.parameters.get("entries", [])]


def _stream(call: Call, alias: str) -> str:
    """Return the id of the data stream of an alias; `*` for one that is not there yet."""
    return _service(call).stream_of_alias(alias) or "*"


def _asset(call: Call, named: Mapping[str, Any]) -> str | None:
    """Return the asset of an entry; of an alias that no property has the service tells itself."""
    if asset := named.get("assetId"):
        return _id(call, "asset", asset)
    alias = named.get("propertyAlias")
    if not alias:
        return None
    found: str | None = _service(call).asset_of_alias(alias)
    return found


def _arn(call: Call, resource: str) -> str:
    return f"arn:aws:{PREFIX}:{call.region}:{call.account}:{resource}"


def _id(call: Call, kind: str, reference: str) -> str:
    if not reference.startswith("externalId:"):
        return reference
    return str(_service(call).id_of(kind, reference))


def _service(call: Call) -> Any:
    from moto.iotsitewise import iotsitewise_backends  # type: ignore[import-not-found]

    return iotsitewise_backends[call.account][call.region].service
