"""Do one operation on an asset: one call, done as well when another loader was faster."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from twin.loading.assets import AttributeValue
from twin.loading.errors import AssetTakenError, LoadError
from twin.loading.operations import (
    AssetOperation,
    Associate,
    CreateAsset,
    DeleteAsset,
    Disassociate,
    PutAttributes,
    UpdateAsset,
    UpdateProperty,
)
from twin.site_document import DataType
from twin_local.loading.account import Account
from twin_local.loading.asset_reading import AssetReading
from twin_local.loading.conflicts import EXISTS, GONE, code_of, patiently

if TYPE_CHECKING:
    from mypy_boto3_iotsitewise.type_defs import PutAssetPropertyValueEntryTypeDef, VariantTypeDef

VALUE_KEYS: Mapping[DataType, str] = {
    "DOUBLE": "doubleValue",
    "INTEGER": "integerValue",
    "BOOLEAN": "booleanValue",
    "STRING": "stringValue",
}


class ValuesRefusedError(LoadError):
    """SiteWise has stored some values of a call only."""

    code = "LOAD_VALUES_REFUSED"


class AssetCalls:
    """Does operations on assets in an account."""

    def __init__(self, account: Account, assets: AssetReading) -> None:
        self._account, self._models = account, assets.models

    def do(self, operation: AssetOperation) -> bool:
        """Do an operation; False says that another loader had done it.

        Raises:
            ClientError: AWS refuses.
            AssetTakenError: another asset has the name or external id of a new one.
            ValuesRefusedError: values of attributes are refused.
        """
        self._account.pace.wait()
        try:
            patiently(lambda: self._call(operation))
        except ClientError as error:
            if _is_done(operation, error):
                return False
            raise
        return True

    def _call(self, operation: AssetOperation) -> object:
        sitewise = self._account.sitewise
        match operation:
            case CreateAsset(asset):
                return sitewise.create_asset(
                    assetName=asset.name,
                    assetModelId=self._models[asset.model].model_id,
                    assetId=asset.asset_id,
                    assetExternalId=asset.external_id,
                    assetDescription=asset.description,
                )
            case UpdateAsset(asset_id, name, description):
                return sitewise.update_asset(
                    assetId=asset_id, assetName=name, assetDescription=description
                )
            case UpdateProperty():
                return self._update_property(operation)
            case Associate(asset_id, _, place):
                return sitewise.associate_assets(
                    assetId=place.parent_id,
                    hierarchyId=f"externalId:{place.hierarchy}",
                    childAssetId=asset_id,
                )
            case Disassociate(asset_id, _, place):
                return sitewise.disassociate_assets(
                    assetId=place.parent_id,
                    hierarchyId=f"externalId:{place.hierarchy}",
                    childAssetId=asset_id,
                )
            case DeleteAsset(asset_id):
                return sitewise.delete_asset(assetId=asset_id)
            case PutAttributes(values):
                return self._put(values)

    def _update_property(self, operation: UpdateProperty) -> object:
        settings = operation.settings
        # Alias and unit that are left out are removed; None must not be sent.
        optional = {"propertyAlias": settings.alias, "propertyUnit": settings.unit}
        return self._account.sitewise.update_asset_property(
            assetId=operation.asset_id,
            propertyId=self._models[operation.model].properties[operation.property],
            propertyNotificationState=settings.notification,
            **{key: value for key, value in optional.items() if value is not None},
        )

    def _put(self, values: tuple[AttributeValue, ...]) -> object:
        now = int(time.time())
        entries = [_entry(number, value, now) for number, value in enumerate(values)]
        answer = self._account.sitewise.batch_put_asset_property_value(entries=entries)
        if refused := answer["errorEntries"]:
            first = refused[0]
            raise ValuesRefusedError(
                f"{len(refused)} values of attributes are refused",
                found=first["errors"][0]["errorMessage"],
                where=values[int(first["entryId"])].alias,
            )
        return answer


def _is_done(operation: AssetOperation, error: ClientError) -> bool:
    """Tell whether a refusal says that the operation has been done already.

    Raises:
        AssetTakenError: what is there already is another asset.
    """
    code = code_of(error)
    match operation:
        case CreateAsset(asset) if code in EXISTS:
            if error.response.get("resourceId") != asset.asset_id:
                raise AssetTakenError(
                    f"another asset stands in the place of {asset.name}",
                    found=str(error),
                    expected=asset.asset_id,
                ) from error
            return True
        case Associate():
            return code in EXISTS
        case Disassociate() | DeleteAsset():
            return code in GONE
    return False


def _entry(number: int, value: AttributeValue, now: int) -> PutAssetPropertyValueEntryTypeDef:
    variant: VariantTypeDef = {VALUE_KEYS[value.data_type]: value.value}  # type: ignore[misc]
    return {
        "entryId": str(number),
        "propertyAlias": value.alias,
        "propertyValues": [
            {"value": variant, "timestamp": {"timeInSeconds": now}, "quality": "GOOD"}
        ],
    }
