"""Resource types that still synthesize but no longer deploy, as of 2026-11-23.

https://docs.aws.amazon.com/general/latest/gr/aws-service-lifecycle.html
"""

from __future__ import annotations

RETIRED_TYPES: dict[str, str] = {
    "AWS::IoTEvents::": "AWS IoT Events ended on 2026-05-20",
    "AWS::IoTAnalytics::": "AWS IoT Analytics ended on 2025-12-15",
    "AWS::IoTSiteWise::Portal": "SiteWise Monitor takes no new users since 2025-11-07",
    "AWS::IoTSiteWise::Project": "SiteWise Monitor takes no new users since 2025-11-07",
    "AWS::IoTSiteWise::Dashboard": "SiteWise Monitor takes no new users since 2025-11-07",
    "AWS::IoTSiteWise::AccessPolicy": "SiteWise Monitor takes no new users since 2025-11-07",
    "AWS::Greengrass::": "Greengrass V1 ended on 2026-10-07; use AWS::GreengrassV2",
    "AWS::LookoutEquipment::": "Lookout for Equipment ended on 2026-10-07",
    "AWS::LookoutVision::": "Lookout for Vision has ended",
    "AWS::LookoutMetrics::": "Lookout for Metrics has ended",
    "AWS::SimSpaceWeaver::": "SimSpace Weaver ended on 2026-05-20",
    "AWS::RoboMaker::": "AWS RoboMaker has ended",
    "AWS::IoTThingsGraph::": "IoT Things Graph has ended",
    "AWS::IoTFleetHub::": "IoT Fleet Hub has ended",
    "AWS::Timestream::Database": "Timestream for LiveAnalytics takes no new users since 2025-06-20",
    "AWS::Timestream::Table": "Timestream for LiveAnalytics takes no new users since 2025-06-20",
    "AWS::Cloud9::": "AWS Cloud9 takes no new users since 2024-07-25",
}
"""Prefix of a CloudFormation type → why it must not be synthesized."""


def retired(resource_type: str) -> str | None:
    """Return why a resource type must not be used, None where it may."""
    for prefix, reason in RETIRED_TYPES.items():
        if resource_type.startswith(prefix):
            return reason
    return None
