"""One example for each operation of SiteWise's data plane that is served."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tests.integration.services.sitewise_examples import Example, Plant
from tests.integration.services.sitewise_files import bucket, ended, import_files, warm


def _two(**more: object) -> Any:  # noqa: ANN401 - entries of several operations
    """Return an entry of a property that is there and one of a property that is not."""
    return [
        {"entryId": "good", "propertyAlias": "/flow", **more},
        {"entryId": "bad", "propertyAlias": "/none", **more},
    ]


def _aggregated(plant: Plant) -> Any:  # noqa: ANN401
    return {
        "aggregateTypes": ["AVERAGE", "COUNT", "STANDARD_DEVIATION"],
        "resolution": "1m",
        "startDate": datetime.fromtimestamp(plant.now - 3600, UTC),
        "endDate": datetime.fromtimestamp(plant.now + 3600, UTC),
    }


def _stream(plant: Plant) -> str:
    """Write a value by an alias that no property has, and return the alias."""
    plant.client.put_storage_configuration(
        storageType="SITEWISE_DEFAULT_STORAGE", disassociatedDataStorage="ENABLED"
    )
    alias = f"/stream {next(plant.numbers)}"
    value: Any = {"value": {"doubleValue": 1.0}, "timestamp": {"timeInSeconds": int(plant.now)}}
    entries: Any = [{"entryId": "e", "propertyAlias": alias, "propertyValues": [value]}]
    plant.client.batch_put_asset_property_value(entries=entries)
    return alias


def _associate(plant: Plant) -> Any:  # noqa: ANN401
    """Give a stream to the flow of a new pump; return what names both."""
    both = {"alias": _stream(plant), "assetId": plant.pump(), "propertyId": plant.ids["property"]}
    plant.client.associate_time_series_to_asset_property(**both)
    return both


def _job(plant: Plant) -> str:
    """Return a bulk import job that has ended."""
    warm(plant.client)
    line = f"/flow,DOUBLE,{int(plant.now) - 60},0,GOOD,1.5\n"
    bucket().put_object(Key="in.csv", Body=line.encode())
    job = import_files(plant.client, "in.csv")
    ended(plant.client, job)
    return job


VALUES: dict[str, Example] = {
    "BatchPutAssetPropertyValue": lambda p: p.put(2.0),
    "GetAssetPropertyValue": lambda p: p.client.get_asset_property_value(propertyAlias="/flow"),
    "GetAssetPropertyValueHistory": lambda p: p.client.get_asset_property_value_history(
        propertyAlias="/flow"
    ),
    "GetAssetPropertyAggregates": lambda p: p.client.get_asset_property_aggregates(
        propertyAlias="/flow", **_aggregated(p)
    ),
    "BatchGetAssetPropertyValue": lambda p: p.client.batch_get_asset_property_value(entries=_two()),
    "BatchGetAssetPropertyValueHistory": lambda p: p.client.batch_get_asset_property_value_history(
        entries=_two()
    ),
    "BatchGetAssetPropertyAggregates": lambda p: p.client.batch_get_asset_property_aggregates(
        entries=_two(**_aggregated(p))
    ),
    "GetInterpolatedAssetPropertyValues": lambda p: p.client.get_interpolated_asset_property_values(
        propertyAlias="/flow",
        startTimeInSeconds=int(p.now) - 60,
        endTimeInSeconds=int(p.now) + 60,
        intervalInSeconds=60,
        quality="GOOD",
        type="LOCF_INTERPOLATION",
    ),
    "ListTimeSeries": lambda p: p.client.list_time_series(aliasPrefix="/"),
    "DescribeTimeSeries": lambda p: p.client.describe_time_series(alias=_stream(p)),
    "DeleteTimeSeries": lambda p: p.client.delete_time_series(alias=_stream(p)),
    "AssociateTimeSeriesToAssetProperty": _associate,
    "DisassociateTimeSeriesFromAssetProperty": lambda p: (
        p.client.disassociate_time_series_from_asset_property(**_associate(p))
    ),
    "PutStorageConfiguration": lambda p: p.client.put_storage_configuration(
        storageType="SITEWISE_DEFAULT_STORAGE", retentionPeriod={"numberOfDays": 30}
    ),
    "DescribeStorageConfiguration": lambda p: p.client.describe_storage_configuration(),
    "CreateBulkImportJob": _job,
    "DescribeBulkImportJob": lambda p: p.client.describe_bulk_import_job(jobId=_job(p)),
    "ListBulkImportJobs": lambda p: (_job(p), p.client.list_bulk_import_jobs()),
    "ExecuteQuery": lambda p: p.client.execute_query(
        queryStatement="select asset_name, asset_description, parent_asset_id from asset"
    ),
}
