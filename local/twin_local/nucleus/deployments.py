"""What is deployed to the thing, from the Greengrass and S3 APIs."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import boto3
from botocore.config import Config

from twin_local.nucleus.recipe import Recipe, read_recipe
from twin_local.nucleus.token_exchange import TokenExchange
from twin_local.nucleus.variables import Places, merge

if TYPE_CHECKING:
    from mypy_boto3_greengrassv2 import GreengrassV2Client
    from mypy_boto3_greengrassv2.type_defs import ComponentDeploymentSpecificationOutputTypeDef
    from mypy_boto3_iot import IoTClient
    from mypy_boto3_iot_data import IoTDataPlaneClient
    from mypy_boto3_s3 import S3Client

PROVIDED = frozenset(
    {
        "aws.greengrass.Nucleus",
        "aws.greengrass.NucleusLite",
        "aws.greengrass.TokenExchangeService",
    }
)
"""Components that the nucleus is, or that it provides by the environment of its components."""


@dataclass(frozen=True)
class DeployedComponent:
    """One component with its configuration as deployed."""

    recipe: Recipe
    configuration: Mapping[str, Any]


@dataclass(frozen=True)
class Deployment:
    """The components of one revision; equal ids mean equal content.

    `configuration` is the ARN by which a device says which revision it has.
    """

    deployment_id: str
    components: tuple[DeployedComponent, ...]
    configuration: str


class Cloud:
    """Reads deployments and artifacts for one thing."""

    def __init__(self, *, endpoint: str | None, region: str, thing_name: str) -> None:
        session = boto3.Session(region_name=region)
        config = Config(connect_timeout=3, read_timeout=30, s3={"addressing_style": "path"})
        self._session, self._endpoint, self._config = session, endpoint, config
        self._greengrass: GreengrassV2Client = session.client(
            "greengrassv2", endpoint_url=endpoint, config=config
        )
        self._exchange: TokenExchange | None = None
        self._data: IoTDataPlaneClient | None = None
        sts = session.client("sts", endpoint_url=endpoint, config=config)
        self._account = sts.get_caller_identity()["Account"]
        self._region = region
        self._thing_name = thing_name

    def iot(self) -> IoTClient:
        """Return a client of AWS IoT, as who installs the device."""
        return self._session.client("iot", endpoint_url=self._endpoint, config=self._config)

    def download_as(self, exchange: TokenExchange) -> None:
        """Download artifacts with the credentials of the token exchange role from now on."""
        self._exchange = exchange

    def _s3(self) -> S3Client:
        if self._exchange is None:
            return self._session.client("s3", endpoint_url=self._endpoint, config=self._config)
        found = self._exchange.credentials()
        return self._session.client(
            "s3",
            endpoint_url=self._endpoint,
            config=self._config,
            aws_access_key_id=found.access_key_id,
            aws_secret_access_key=found.secret_access_key,
            aws_session_token=found.session_token,
        )

    def newest_id(self) -> str | None:
        """Return the id of the deployment that the thing should run, or None."""
        answer = self._greengrass.list_deployments(
            targetArn=f"arn:aws:iot:{self._region}:{self._account}:thing/{self._thing_name}",
            historyFilter="LATEST_ONLY",
        )
        active = [item for item in answer["deployments"] if item["deploymentStatus"] != "CANCELED"]
        return active[0]["deploymentId"] if active else None

    def deployment(self, deployment_id: str) -> Deployment:
        """Return a deployment with the recipes of its components."""
        answer = self._greengrass.get_deployment(deploymentId=deployment_id)
        components = tuple(
            self._component(name, specification)
            for name, specification in sorted(answer.get("components", {}).items())
            if name not in PROVIDED
        )
        target = answer["targetArn"].rpartition(":")[2]
        configuration = (
            f"arn:aws:greengrass:{self._region}:{self._account}:configuration:{target}"
            f":{answer['revisionId']}"
        )
        return Deployment(deployment_id, components, configuration)

    def publish(self, topic: str, payload: bytes) -> None:
        """Publish a message, as who installs the device.

        Raises:
            botocore.exceptions.ClientError: AWS IoT does not take it.
        """
        if self._data is None:
            self._data = self._session.client(
                "iot-data", endpoint_url=self._endpoint, config=self._config
            )
        self._data.publish(topic=topic, qos=1, payload=payload)

    def fetch_artifacts(self, recipe: Recipe, places: Places) -> None:
        """Download and unpack what is not there yet.

        Raises:
            botocore.exceptions.ClientError: the role may not read one.
            ExchangeFailed: the role's credentials are not to be had.
        """
        for artifact in recipe.artifacts:
            address = urlsplit(artifact.uri)
            file = places.artifacts / Path(address.path).name
            if not file.exists():
                file.parent.mkdir(parents=True, exist_ok=True)
                partial = file.with_suffix(".part")
                self._s3().download_file(address.netloc, address.path.lstrip("/"), str(partial))
                partial.rename(file)
            folder = places.unarchived / file.stem
            if artifact.unarchive and not folder.exists():
                _unpack(file, folder)

    def _component(
        self, name: str, specification: ComponentDeploymentSpecificationOutputTypeDef
    ) -> DeployedComponent:
        arn = (
            f"arn:aws:greengrass:{self._region}:{self._account}:components:{name}"
            f":versions:{specification['componentVersion']}"
        )
        answer = self._greengrass.get_component(arn=arn, recipeOutputFormat="JSON")
        recipe = read_recipe(bytes(answer["recipe"]).decode())
        change = specification.get("configurationUpdate", {}).get("merge", "{}")
        return DeployedComponent(recipe, merge(recipe.configuration, json.loads(change)))


def _unpack(file: Path, folder: Path) -> None:
    partial = folder.with_name(folder.name + ".part")
    with zipfile.ZipFile(file) as archive:
        archive.extractall(partial)
    partial.rename(folder)
