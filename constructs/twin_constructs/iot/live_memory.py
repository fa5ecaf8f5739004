"""What the live channel said last, and the function that tells it to consoles that were away."""

from __future__ import annotations

from constructs import Construct

from twin.site_document import SiteDocument
from twin_constructs.iot import grants
from twin_constructs.iot.asset_scope import AssetScope
from twin_constructs.python_function import PythonFunction
from twin_constructs.secure_table import SecureTable


class LiveMemory(Construct):
    """The journal of the live channel, without values, and the function behind the catching up."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        document: SiteDocument,
        assets: AssetScope,
    ) -> None:
        super().__init__(scope, construct_id)
        self.table = SecureTable(self, "Journal", time_to_live_attribute="expires_at").table
        self.api = PythonFunction(
            self,
            "Resume",
            package="live_resume",
            document=document,
            environment={"LIVE_JOURNAL_TABLE": self.table.table_name},
            description="Tells consoles what they missed of the live channel",
        )
        grants.use_table(self.api.role, self.table.table_arn, "Query")
        grants.read_histories(self.api.role, assets)
