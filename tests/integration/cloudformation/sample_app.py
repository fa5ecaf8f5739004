"""A small app as the assembly that `cdk synth` would write: two stacks, a function, an image."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from twin_local.engine.json_value import digest

ACCOUNT = "111111111111"
REGION = "us-east-1"
QUALIFIER = "cdk-hnb659fds"
PLACE = f"{ACCOUNT}-{REGION}"
BUCKET = f"{QUALIFIER}-assets-{PLACE}"
REPOSITORY = f"{QUALIFIER}-container-assets-{PLACE}"
TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": "lambda.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
    ],
}
Json = dict[str, Any]


@dataclass(frozen=True)
class SampleApp:
    """The app at one time; what differs from its defaults is a change."""

    answer: str = "one"
    timeout: int = 5
    parameter: str = "first"
    with_queue: bool = True
    with_output: bool = False
    broken: bool = False

    def write(self, folder: Path) -> Path:
        """Write the assembly and return its folder."""
        folder.mkdir(parents=True)
        manifest: Json = {"version": "48.0.0", "artifacts": {}}
        for name, template, assets in (
            ("Data", self._data(), {}),
            ("App", self._app(), self._assets(folder)),
        ):
            key = f"{name}-{digest(template)}.json"
            needs = [] if name == "Data" else ["Data"]
            _write(folder / f"{name}.template.json", template)
            _write(folder / f"{name}.assets.json", _asset_manifest(name, key, assets))
            manifest["artifacts"] |= _artifacts(name, key, needs)
        _write(folder / "manifest.json", manifest)
        return folder

    def _data(self) -> Json:
        table = {
            "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
            "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
            "BillingMode": "PAY_PER_REQUEST",
        }
        return {
            "Resources": {
                "Table": {"Type": "AWS::DynamoDB::Table", "Properties": table},
                "Files": {"Type": "AWS::S3::Bucket", "Properties": {}},
            },
            "Outputs": {
                "TableName": {"Value": {"Ref": "Table"}, "Export": {"Name": "Data:TableName"}}
            },
        }

    def _app(self) -> Json:
        function = {
            "Runtime": "python3.13",
            "Handler": "index.handler",
            "Role": {"Fn::GetAtt": ["Role", "Arn"]},
            "Timeout": self.timeout,
            "Code": {"S3Bucket": BUCKET, "S3Key": f"code-{self.answer}.zip"},
            "Environment": {"Variables": {"TABLE": {"Fn::ImportValue": "Data:TableName"}}},
        }
        parameter = {"Name": f"/sample/{self.parameter}", "Type": "String", "Value": "kept"}
        policies = ["arn:aws:iam::aws:policy/NoSuchPolicy"] if self.broken else []
        role = {"AssumeRolePolicyDocument": TRUST}
        resources: Json = {
            "Role": {"Type": "AWS::IAM::Role", "Properties": role},
            "Function": {"Type": "AWS::Lambda::Function", "Properties": function},
            "Parameter": {"Type": "AWS::SSM::Parameter", "Properties": parameter},
        }
        if self.with_queue:
            resources["Queue"] = {"Type": "AWS::SQS::Queue", "Properties": {}}
        if self.broken:
            wrong = {**role, "ManagedPolicyArns": policies}
            resources["Wrong"] = {
                "Type": "AWS::IAM::Role",
                "Properties": wrong,
                "DependsOn": ["Function", "Parameter"],
            }
        outputs = {"FunctionName": {"Value": {"Ref": "Function"}, "Description": "the function"}}
        if self.with_output:
            outputs["ParameterName"] = {"Value": {"Ref": "Parameter"}, "Description": "new"}
        return {"Resources": resources, "Outputs": outputs}

    def _assets(self, folder: Path) -> Json:
        code, image = folder / "code", folder / "image"
        code.mkdir()
        (code / "index.py").write_text(
            f"import os\ndef handler(event, context):\n"
            f"    return [{self.answer!r}, os.environ['TABLE']]\n"
        )
        image.mkdir()
        (image / "Dockerfile").write_text('FROM scratch\nENTRYPOINT ["python", "-m", "job"]\n')
        key = f"code-{self.answer}.zip"
        return {
            "files": {"code": _file("code", "zip", key)},
            "dockerImages": {
                "image": {
                    "source": {"directory": "image", "platform": "linux/amd64"},
                    "destinations": {
                        "here": {
                            "repositoryName": REPOSITORY,
                            "imageTag": "sample",
                            "region": REGION,
                            "assumeRoleArn": _role("image-publishing"),
                        }
                    },
                }
            },
        }


def _artifacts(name: str, key: str, needs: list[str]) -> Json:
    return {
        f"{name}.assets": {
            "type": "cdk:asset-manifest",
            "properties": {
                "file": f"{name}.assets.json",
                "requiresBootstrapStackVersion": 6,
                "bootstrapStackVersionSsmParameter": "/cdk-bootstrap/hnb659fds/version",
            },
        },
        name: {
            "type": "aws:cloudformation:stack",
            "environment": f"aws://{ACCOUNT}/{REGION}",
            "dependencies": [*needs, f"{name}.assets"],
            "displayName": name,
            "properties": {
                "templateFile": f"{name}.template.json",
                "terminationProtection": False,
                "validateOnSynth": False,
                "assumeRoleArn": _role("deploy"),
                "cloudFormationExecutionRoleArn": _role("cfn-exec"),
                "stackTemplateAssetObjectUrl": f"s3://{BUCKET}/{key}",
                "requiresBootstrapStackVersion": 6,
                "bootstrapStackVersionSsmParameter": "/cdk-bootstrap/hnb659fds/version",
                "additionalDependencies": [f"{name}.assets"],
                "lookupRole": {"arn": _role("lookup"), "requiresBootstrapStackVersion": 8},
            },
        },
    }


def _asset_manifest(name: str, key: str, assets: Json) -> Json:
    template = _file(f"{name}.template.json", "file", key)
    return {
        "version": "48.0.0",
        "files": {"template": template, **assets.get("files", {})},
        "dockerImages": assets.get("dockerImages", {}),
    }


def _file(path: str, packaging: str, key: str) -> Json:
    return {
        "source": {"path": path, "packaging": packaging},
        "destinations": {
            "here": {
                "bucketName": BUCKET,
                "objectKey": key,
                "region": REGION,
                "assumeRoleArn": _role("file-publishing"),
            }
        },
    }


def _role(name: str) -> str:
    return f"arn:${{AWS::Partition}}:iam::{ACCOUNT}:role/{QUALIFIER}-{name}-role-{PLACE}"


def _write(path: Path, document: Json) -> None:
    path.write_text(json.dumps(document, indent=1), encoding="utf-8")
