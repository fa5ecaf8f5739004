"""Property notifications of SiteWise to the site's InfluxDB."""

from __future__ import annotations

import json

from aws_cdk import Duration
from constructs import Construct

from twin.definition.influxdb import InfluxdbOptions, InfluxdbTarget
from twin.site_document import SiteDocument
from twin_constructs.iot import grants
from twin_constructs.iot.asset_catalogue import AssetCatalogue
from twin_constructs.iot.connectors import OPTIONS
from twin_constructs.iot.secrets import read_secret
from twin_constructs.iot.topic_rule import RuleErrors, TopicRule, permit_rules
from twin_constructs.python_function import PythonFunction
from twin_constructs.staging import Extra

TIMEOUT = Duration.seconds(90)
"""Time for three attempts at a database that does not answer."""


class InfluxTarget(Construct):
    """The function that writes every new value, and one rule per equipment type that calls it.

    Why no InfluxDB action of the rule itself: docs/decisions/0010-a-function-writes-to-influxdb.md.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        document: SiteDocument,
        options: InfluxdbOptions,
        target: InfluxdbTarget,
        catalogue: AssetCatalogue,
        errors: RuleErrors,
    ) -> None:
        super().__init__(scope, construct_id)
        told = json.dumps(options.model_dump(mode="json"), sort_keys=True)
        self.function = PythonFunction(
            self,
            "Write",
            package="iot_influx",
            document=document,
            extras=(Extra(OPTIONS, told.encode()),),
            timeout=TIMEOUT,
            asynchronous=True,
            description="Writes new values to InfluxDB",
        )
        grants.describe_properties(self.function.role, catalogue.asset_scope())
        read_secret(self.function.role, target.token_secret)
        prefix = f"{document.name.replace('-', '_')}__influx"
        permit_rules(self, self.function.function, f"{prefix}_*")
        for name, topic in catalogue.notification_topics().items():
            TopicRule(
                self,
                f"Notify-{name}",
                sql=f"SELECT * FROM '{topic}' WHERE type = 'PropertyValueUpdate'",
                function=self.function.function,
                errors=errors,
                description=f"New values of {name} assets of site {document.name} to InfluxDB",
                name=f"{prefix}_{name}",
            )
