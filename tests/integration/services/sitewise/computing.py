"""A SiteWise in process with a clock that tests set: what is written, and what comes of it."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.integration.services.conftest import SetClock
from twin_local.services.iotsitewise.service import SiteWise
from twin_local.services.settings import configure

Json = Any
MEMBERS = {bool: "booleanValue", int: "integerValue", float: "doubleValue", str: "stringValue"}


@dataclass
class Computing:
    """One service; properties are named by asset and property, such as `P-1`, `flow`."""

    clock: SetClock
    folder: Path
    heard: list[Json] = field(default_factory=list)
    """The payloads of notifications."""
    assets: dict[str, str] = field(default_factory=dict)
    service: SiteWise = field(init=False)

    def __post_init__(self) -> None:
        configure(state_folder=self.folder, now=self.clock.now)
        self.start()

    def start(self) -> None:
        """Serve what is in the folder."""
        self.service = SiteWise(
            account="1", region="r", publish=lambda _, body: self.heard.append(json.loads(body))
        )

    def restart(self) -> None:
        self.service.close()
        self.start()

    def call(self, operation: str, **request: Json) -> Json:
        answer = self.service.call(operation, request)
        assert answer is not None
        return answer

    def model(self, name: str, *properties: Json, **more: Json) -> str:
        made = self.call(
            "CreateAssetModel",
            asset_model_name=name,
            asset_model_properties=list(properties),
            **more,
        )
        return str(made["assetModelId"])

    def change(self, model: str, *properties: Json) -> Json:
        """Replace the properties of a model, which keeps its name."""
        name = self.call("DescribeAssetModel", asset_model_id=model)["assetModelName"]
        named = {"asset_model_id": model, "asset_model_name": name}
        return self.call("UpdateAssetModel", **named, asset_model_properties=list(properties))

    def properties(self, model: str) -> dict[str, Json]:
        """Return the own properties of a model by name, as an update takes them."""
        shown = self.call("DescribeAssetModel", asset_model_id=model)
        return {one["name"]: copy.deepcopy(one) for one in shown["assetModelProperties"]}

    def asset(self, name: str, model: str) -> str:
        made = self.call("CreateAsset", asset_name=name, asset_model_id=model)
        self.assets[name] = made["assetId"]
        return str(made["assetId"])

    def associate(self, parent: str, child: str, *, hierarchy: str, away: bool = False) -> None:
        self.call(
            "DisassociateAssets" if away else "AssociateAssets",
            asset_id=self.assets[parent],
            child_asset_id=self.assets[child],
            hierarchy_id=hierarchy,
        )

    def key(self, asset: str, name: str) -> dict[str, str]:
        listed = self.call(
            "ListAssetProperties", asset_id=self.assets[asset], filter="ALL", max_results=250
        )
        found = [
            one["id"]
            for one in listed["assetPropertySummaries"]
            if "/".join(step["name"] for step in one["path"][1:]) == name
        ]
        return {"asset_id": self.assets[asset], "property_id": found[0]}

    def notify(self, asset: str, name: str) -> None:
        named = self.key(asset, name)
        self.call("UpdateAssetProperty", **named, property_notification_state="ENABLED")

    def put(
        self, asset: str, name: str, *values: tuple[float, object], quality: str = "GOOD"
    ) -> None:
        """Write values, each in a request of its own, in this order."""
        key = self.key(asset, name)
        named = {"assetId": key["asset_id"], "propertyId": key["property_id"]}
        for time_s, given in values:
            stamped = {
                "value": {MEMBERS[type(given)]: given},
                "timestamp": {"timeInSeconds": int(time_s)},
                "quality": quality,
            }
            entry = {"entryId": "e", **named, "propertyValues": [stamped]}
            answer = self.call("BatchPutAssetPropertyValue", entries=[entry])
            assert answer["errorEntries"] == []

    def at(self, time_s: float) -> int:
        """Let the clock show a time, and windows that have ended by then close."""
        self.clock.time = time_s
        return self.service.tick()

    def values(self, asset: str, name: str, since: float = 0) -> dict[int, Json]:
        """Return all GOOD values by their time, in seconds since a moment."""
        asked = {**self.key(asset, name), "max_results": 20_000}
        found: dict[int, Json] = {}
        more: Json = {}
        while more is not None:
            answer = self.call("GetAssetPropertyValueHistory", **asked, **more)
            found |= {
                int(one["timestamp"]["timeInSeconds"] - since): next(iter(one["value"].values()))
                for one in answer["assetPropertyValueHistory"]
            }
            token = answer.get("nextToken")
            more = {"next_token": token} if token else None
        return found

    def told(self, asset: str, name: str, since: float = 0) -> list[tuple[int, Json]]:
        """Return the times and values that notifications have told of a property, and forget."""
        key = self.key(asset, name)
        found = [
            (
                int(one["timestamp"]["timeInSeconds"] - since),
                next(iter(one["value"].values())),
            )
            for message in self.heard
            if message["payload"]["propertyId"] == key["property_id"]
            for one in message["payload"]["values"]
        ]
        self.heard.clear()
        return found


Make = Callable[[], Computing]
