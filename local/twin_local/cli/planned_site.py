"""The templates of a site as they would be deployed, and as they are."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from twin.definition import SiteDefinition, load_site
from twin.errors import TwinError
from twin_local.engine.assembly import StackArtifact, read_assembly
from twin_local.supervisor.layout import (
    DEFAULT_PORT_BASE,
    Layout,
    default_state,
    repository_root,
)
from twin_local.supervisor.local_site import APP, APP_FILES
from twin_local.supervisor.synthesis import synthesize

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient

Template = dict[str, Any]


class SiteMissingError(TwinError):
    """There is no such site file."""

    code = "SITE_MISSING"
    status = 404


class DeployedUnknownError(TwinError):
    """What is deployed could not be read."""

    code = "DEPLOYED_UNKNOWN"
    status = 502


@dataclass(frozen=True)
class PlannedSite:
    """A valid site and the stacks that were synthesized of it."""

    definition: SiteDefinition
    stacks: tuple[StackArtifact, ...]

    def templates(self) -> dict[str, Template]:
        """Return the templates by the names of their stacks."""
        return {stack.name: stack.template() for stack in self.stacks}


def plan_site(name_or_file: str) -> PlannedSite:
    """Check and synthesize a site, named as a file of `sites/` or by a path; no AWS is needed.

    Raises:
        SiteMissingError: there is no such file.
        DefinitionError: the site file is wrong.
        SynthesisError: the stacks cannot be made.
    """
    root = repository_root()
    file = site_file(name_or_file, root)
    definition = load_site(file)
    state = default_state(root) / "plan" / definition.name
    layout = Layout(root=root, state=state, site=definition.name, port_base=DEFAULT_PORT_BASE)
    own = file.resolve() == layout.site_file.resolve()
    app = root / APP if own else _app_of_its_own(file, layout)
    synthesize(layout, app)
    return PlannedSite(definition, read_assembly(layout.assembly))


def site_file(name_or_file: str, root: Path) -> Path:
    """Return the site file that is meant."""
    file = Path(name_or_file)
    if file.suffix not in (".yaml", ".yml"):
        file = root / "sites" / f"{name_or_file}.yaml"
    if not file.is_file():
        known = ", ".join(sorted(one.stem for one in (root / "sites").glob("*.yaml")))
        raise SiteMissingError(
            "there is no such site file", found=str(file), expected=f"a path, or one of {known}"
        )
    return file


def deployed_templates(
    site: SiteDefinition, *, endpoint_url: str | None, profile: str | None
) -> dict[str, Template]:
    """Read the templates that the stacks of a site were last deployed with.

    Stacks that the site no longer has are among them: they stay until someone deletes them.

    Raises:
        DeployedUnknownError: CloudFormation does not answer, or refuses.
    """
    try:
        client = boto3.Session(profile_name=profile, region_name=site.region).client(
            "cloudformation",
            endpoint_url=endpoint_url,
            config=Config(connect_timeout=5, retries={"total_max_attempts": 3}),
        )
        names = _stacks_of(client, site.name)
        return {name: client.get_template(StackName=name)["TemplateBody"] for name in names}
    except (BotoCoreError, ClientError) as error:
        raise DeployedUnknownError(
            "what is deployed could not be read",
            found=str(error),
            expected=f"an account in which the stacks of {site.name} may be listed and read",
            where="--endpoint-url or --aws-profile",
        ) from error


def _stacks_of(client: CloudFormationClient, site: str) -> list[str]:
    """Return the names of a site's stacks: `demo-Iot` is one of demo, `demo-b-Iot` is not."""
    pages = client.get_paginator("list_stacks").paginate()
    return [
        stack["StackName"]
        for page in pages
        for stack in page["StackSummaries"]
        if stack["StackStatus"] != "DELETE_COMPLETE"
        and re.fullmatch(rf"{re.escape(site)}-[A-Z]\w*", stack["StackName"])
    ]


def _app_of_its_own(file: Path, layout: Layout) -> Path:
    """Write an app beside a copy of a site file that is not in `sites/`."""
    folder = layout.state / "app"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "sites").mkdir(parents=True)
    shutil.copyfile(file, folder / "sites" / f"{layout.site}.yaml")
    for name in APP_FILES:
        shutil.copyfile(layout.root / name, folder / name)
    return folder / APP
