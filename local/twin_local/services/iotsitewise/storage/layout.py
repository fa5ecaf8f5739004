"""Names of the cold tier's files in the customer's bucket.

https://docs.aws.amazon.com/iot-sitewise/latest/userguide/file-path-and-schema.html
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

DAY_NS = 86_400 * 1_000_000_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def data_key(kind: str, series: str, day: int, quality: str) -> str:
    """Return the key of the values (`raw`) or statistics (`agg`) of a series on a day since 1970.

    The same day has the same key, so that values that come late replace its file.
    """
    date = EPOCH + timedelta(days=day)
    folder = f"startYear={date.year}/startMonth={date.month}/startDay={date.day}"
    name = f"{kind}_{series}_{int(date.timestamp())}_{quality}.parquet"
    return f"{kind}/{folder}/seriesBucket={series_bucket(series)}/{name}"


def series_bucket(series: str) -> str:
    """Return the bucket, 00 to ff, that spreads series over folders."""
    return hashlib.sha256(series.encode()).hexdigest()[:2]
