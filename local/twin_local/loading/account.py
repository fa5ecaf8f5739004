"""The account that instances are loaded into: its clients, and how fast they may call."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, TypedDict

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from twin.errors import TwinError
from twin_local.loading.pace import Pace

if TYPE_CHECKING:
    from mypy_boto3_iotsitewise import IoTSiteWiseClient
    from mypy_boto3_iottwinmaker import IoTTwinMakerClient

WORKERS = 8
ATTEMPTS = 5


class Options(TypedDict):
    """How clients are made."""

    endpoint_url: str | None
    config: Config


class WrongAccountError(TwinError):
    """The credentials are of another account than the site's."""

    code = "LOAD_WRONG_ACCOUNT"
    status = 403


@dataclass
class Account:
    """An account in a region; `endpoint_url` is that of an embedded AWS.

    `operations_per_second` keeps below the rate from which AWS would throttle; None is no limit.
    Retries are botocore's standard ones, with full jitter. They are few, because botocore takes a
    quota that is used up (LimitExceededException) for throttling, and no retry helps there.
    https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
    """

    region: str
    endpoint_url: str | None = None
    operations_per_second: float | None = None
    workers: int = WORKERS
    pace: Pace = field(init=False)

    def __post_init__(self) -> None:
        self.pace = Pace(self.operations_per_second)

    @cached_property
    def sitewise(self) -> IoTSiteWiseClient:
        """The client of AWS IoT SiteWise."""
        return self._session.client("iotsitewise", **self._options)

    @cached_property
    def twinmaker(self) -> IoTTwinMakerClient:
        """The client of AWS IoT TwinMaker."""
        return self._session.client("iottwinmaker", **self._options)

    def require(self, account: str) -> None:
        """Require that the credentials are of an account.

        Raises:
            WrongAccountError: they are of another one, or there are none.
        """
        try:
            found = self._session.client("sts", **self._options).get_caller_identity()["Account"]
        except (BotoCoreError, ClientError) as error:
            raise WrongAccountError(
                "AWS does not accept these credentials", found=str(error), expected=account
            ) from error
        if found != account:
            raise WrongAccountError(
                "the credentials are of another account than the site's",
                found=str(found),
                expected=account,
                where="AWS_PROFILE, or `account` of the site file",
            )

    @property
    def _options(self) -> Options:
        config = Config(
            inject_host_prefix=self.endpoint_url is None,
            retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
            max_pool_connections=self.workers,
            user_agent_extra="twin-loader",
        )
        return {"endpoint_url": self.endpoint_url, "config": config}

    @cached_property
    def _session(self) -> boto3.session.Session:
        if self.endpoint_url is None:
            return boto3.session.Session(region_name=self.region)
        return boto3.session.Session(
            aws_access_key_id="local", aws_secret_access_key="local", region_name=self.region
        )
