"""One Greengrass component from `edge/<package>`: its artifact, recipe and version."""

from __future__ import annotations

from string import Template

from aws_cdk import aws_greengrassv2 as greengrass
from aws_cdk import aws_s3_assets as s3_assets
from constructs import Construct

from twin.site_document import SiteDocument
from twin_constructs.staging import ROOT, Extra, stage_component

EDGE = ROOT / "edge"
_INSTALLER = "edge_runtime/environment.py"


class EdgeComponent(Construct):
    """A component version whose number follows from its content: same content, same version."""

    def __init__(
        self, scope: Construct, construct_id: str, *, package: str, document: SiteDocument
    ) -> None:
        super().__init__(scope, construct_id)
        self.package = package
        folder = stage_component(
            package,
            extras=(
                Extra("site.json", document.to_packed_json().encode()),
                Extra("requirements.lock", (EDGE / "requirements.lock").read_bytes()),
                Extra(_INSTALLER, (EDGE / _INSTALLER).read_bytes()),
            ),
        )
        self.artifact = s3_assets.Asset(self, "Artifact", path=str(folder))
        self.name = component_name(document.name, package)
        self.version = _version(self.artifact.asset_hash)
        recipe = (EDGE / package / "recipe.yaml").read_text(encoding="utf-8")
        self.resource = greengrass.CfnComponentVersion(
            self,
            "Version",
            inline_recipe=Template(recipe).substitute(
                component=self.name,
                version=self.version,
                collector=component_name(document.name, "edge_collector"),
                artifact=self.artifact.s3_object_key.removesuffix(".zip"),
                uri=self.artifact.s3_object_url,
            ),
        )


def component_name(site: str, package: str) -> str:
    """Return the name of a site's component: `twin.demo.collector`."""
    return f"twin.{site}.{package.removeprefix('edge_')}"


def _version(digest: str) -> str:
    """Return a semantic version of a content digest; Greengrass wants numbers."""
    return f"1.0.{int(digest[:7], 16)}"
