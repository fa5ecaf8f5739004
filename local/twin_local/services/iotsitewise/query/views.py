"""The views that ExecuteQuery knows, with the names and types of their columns.

https://docs.aws.amazon.com/iot-sitewise/latest/userguide/query-reference-views.html
"""

from __future__ import annotations

from collections.abc import Mapping

Columns = Mapping[str, str]
"""Names of columns and their types as DuckDB names them."""

TEXT, NUMBER, WHOLE, TRUTH, TIME = "VARCHAR", "DOUBLE", "BIGINT", "BOOLEAN", "TIMESTAMP_NS"
SERIES: Columns = {
    "asset_id": TEXT,
    "property_id": TEXT,
    "property_alias": TEXT,
    "event_timestamp": TIME,
    "quality": TEXT,
}
VALUES: Columns = {
    **SERIES,
    "boolean_value": TRUTH,
    "int_value": WHOLE,
    "double_value": NUMBER,
    "string_value": TEXT,
}
VIEWS: Mapping[str, Columns] = {
    "asset": {
        "asset_id": TEXT,
        "asset_name": TEXT,
        "asset_description": TEXT,
        "asset_model_id": TEXT,
        "parent_asset_id": TEXT,
        "asset_external_id": TEXT,
        "asset_model_external_id": TEXT,
        "hierarchy_id": TEXT,
    },
    "asset_property": {
        "asset_id": TEXT,
        "property_id": TEXT,
        "property_name": TEXT,
        "property_alias": TEXT,
        "property_external_id": TEXT,
        "asset_composite_model_id": TEXT,
        "property_type": TEXT,
        "property_data_type": TEXT,
        "int_attribute_value": WHOLE,
        "double_attribute_value": NUMBER,
        "boolean_attribute_value": TRUTH,
        "string_attribute_value": TEXT,
    },
    "raw_time_series": VALUES,
    "latest_value_time_series": VALUES,
    "precomputed_aggregates": {
        **SERIES,
        "resolution": TEXT,
        "sum_value": NUMBER,
        "count_value": WHOLE,
        "average_value": NUMBER,
        "maximum_value": NUMBER,
        "minimum_value": NUMBER,
        "stdev_value": NUMBER,
    },
}
