"""TwinMaker and Grafana workspaces."""

from __future__ import annotations

from tests.integration.engine.samples.parts import TAGS, TRUST, Template, att, ref, thing

TWINS: Template = {
    "Reader": thing(
        "IAM::Role",
        AssumeRolePolicyDocument=TRUST,
        Policies=[
            {
                "PolicyName": "read",
                "PolicyDocument": {
                    "Version": "2012-10-17",
                    "Statement": [{"Effect": "Allow", "Action": "iotsitewise:*", "Resource": "*"}],
                },
            }
        ],
    ),
    "Workspace": thing(
        "IoTTwinMaker::Workspace",
        WorkspaceId="samples",
        Role=att("Reader", "Arn"),
        S3Location="arn:aws:s3:::samples",
        Tags={"site": "demo"},
    ),
    "Sync": thing(
        "IoTTwinMaker::SyncJob",
        WorkspaceId=ref("Workspace"),
        SyncSource="SITEWISE",
        SyncRole=att("Reader", "Arn"),
        Tags={"site": "demo"},
    ),
    "Dashboards": thing(
        "Grafana::Workspace",
        Name="samples",
        Description="of a plant",
        AccountAccessType="CURRENT_ACCOUNT",
        PermissionType="CUSTOMER_MANAGED",
        RoleArn=att("Reader", "Arn"),
        AuthenticationProviders=["SAML"],
        DataSources=["SITEWISE", "TWINMAKER"],
        NotificationDestinations=["SNS"],
        PluginAdminEnabled=True,
        GrafanaVersion="12.4",
        SamlConfiguration={
            "IdpMetadata": {"Url": "https://idp.example"},
            "AssertionAttributes": {"Role": "role"},
            "RoleValues": {"Admin": ["admins"]},
            "LoginValidityDuration": 60,
        },
        Tags=TAGS,
    ),
}
