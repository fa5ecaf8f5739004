"""Features that sites ask for but that AWS has ended or closed to new customers.

Dates: https://docs.aws.amazon.com/general/latest/gr/aws-service-lifecycle.html
"""

from __future__ import annotations

RETIRED_FEATURES: dict[str, str] = {
    "iot_events": "nothing: AWS IoT Events ended on 2026-05-20; alarms are evaluated by the twin",
    "sitewise_monitor": "experience: SiteWise Monitor takes no new users since 2025-11-07",
    "sitewise_edge_processing": (
        "edge: the SiteWise Edge data processing pack takes no new users since 2025-11-07"
    ),
    "timestream": "iot: Timestream for LiveAnalytics takes no new users since 2025-06-20",
    "iot_analytics": "iot: AWS IoT Analytics ended on 2025-12-15",
    "lookout_for_equipment": "iot: Lookout for Equipment ended on 2026-10-07",
    "greengrass_v1": "edge: Greengrass V1 ended on 2026-10-07; edge uses Greengrass V2",
    "simspace_weaver": "simulation: SimSpace Weaver ended on 2026-05-20",
    "robomaker": "simulation: AWS RoboMaker has ended",
    "forecast": "simulation: Amazon Forecast takes no new users",
    "cloud9": "nothing: AWS Cloud9 takes no new users since 2024-07-25",
}
"""Feature → what to use instead, and why."""

REGIONS: frozenset[str] = frozenset(
    {
        "ap-northeast-1",
        "ap-northeast-2",
        "ap-south-1",
        "ap-southeast-1",
        "ap-southeast-2",
        "eu-central-1",
        "eu-west-1",
        "us-east-1",
        "us-west-2",
    }
)
"""Commercial regions that have both AWS IoT SiteWise and AWS IoT TwinMaker (November 2026)."""
