"""Amazon Cognito user pools."""

from __future__ import annotations

from twin_local.engine.entry import Call, Table, TypeEntry
from twin_local.engine.json_value import Properties

POOL = {"UserPoolId": "{id}"}
MEMBER = {"UserPoolId": "{p.UserPoolId}"}
CLIENT = {**MEMBER, "ClientId": "{id}"}
DOMAIN = {**MEMBER, "Domain": "{id}"}
SERVER = {**MEMBER, "Identifier": "{id}"}
PROVIDER = {**MEMBER, "ProviderName": "{id}"}
GROUP = {**MEMBER, "GroupName": "{id}"}


def _factors(given: Properties, _: Properties) -> Properties:
    return {
        "SoftwareTokenMfaConfiguration": {"Enabled": "SOFTWARE_TOKEN_MFA" in given["EnabledMfas"]}
    }


FACTORS = Call(
    "SetUserPoolMfaConfig",
    takes=("EnabledMfas",),
    reshape=_factors,
    fixed={**POOL, "MfaConfiguration": "{p.MfaConfiguration}"},
)

NEW_ATTRIBUTES = Call(
    "AddCustomAttributes",
    each="Schema",
    spread=False,
    only_new=True,  # what a pool has it keeps: attributes cannot be changed or taken away
    fixed={**POOL, "CustomAttributes": ["{item}"]},
)

ENTRIES: Table = {
    "AWS::Cognito::UserPool": TypeEntry(
        service="cognito-idp",
        name="UserPoolName",
        name_limit=128,
        ref="{r.UserPool.Id}",
        create=(Call("CreateUserPool", names={"UserPoolName": "PoolName"}), FACTORS),
        update=(
            Call("UpdateUserPool", names={"UserPoolName": "PoolName"}, fixed=POOL),
            NEW_ATTRIBUTES,
            FACTORS,
        ),
        delete=(
            Call("UpdateUserPool", fixed={**POOL, "DeletionProtection": "INACTIVE"}),
            Call("DeleteUserPool", fixed=POOL),
        ),
        attributes={
            "Arn": "{r.UserPool.Arn}",
            "ProviderName": "cognito-idp.{region}.amazonaws.com/{id}",
            "ProviderURL": "https://cognito-idp.{region}.amazonaws.com/{id}",
            "UserPoolId": "{id}",
        },
    ),
    "AWS::Cognito::UserPoolClient": TypeEntry(
        service="cognito-idp",
        name="ClientName",
        name_limit=128,
        ref="{r.UserPoolClient.ClientId}",
        create=(Call("CreateUserPoolClient"),),
        update=(Call("UpdateUserPoolClient", fixed=CLIENT),),
        delete=(Call("DeleteUserPoolClient", fixed=CLIENT),),
        attributes={
            "ClientId": "{id}",
            "ClientSecret": "{r.UserPoolClient.ClientSecret}",
            "Name": "{p.ClientName}",
        },
    ),
    "AWS::Cognito::UserPoolDomain": TypeEntry(
        service="cognito-idp",
        ref="{p.Domain}",
        create=(Call("CreateUserPoolDomain"),),
        update=(Call("UpdateUserPoolDomain", fixed=DOMAIN),),
        delete=(Call("DeleteUserPoolDomain", fixed=DOMAIN),),
        attributes={"CloudFrontDistribution": "{r.CloudFrontDomain}"},
    ),
    "AWS::Cognito::UserPoolResourceServer": TypeEntry(
        service="cognito-idp",
        ref="{p.Identifier}",
        create=(Call("CreateResourceServer"),),
        update=(Call("UpdateResourceServer", fixed=SERVER, cleared={"Scopes": []}),),
        delete=(Call("DeleteResourceServer", fixed=SERVER),),
    ),
    "AWS::Cognito::UserPoolIdentityProvider": TypeEntry(
        service="cognito-idp",
        ref="{p.ProviderName}",
        create=(Call("CreateIdentityProvider"),),
        update=(Call("UpdateIdentityProvider", fixed=PROVIDER, cleared={"IdpIdentifiers": []}),),
        delete=(Call("DeleteIdentityProvider", fixed=PROVIDER),),
    ),
    "AWS::Cognito::UserPoolGroup": TypeEntry(
        service="cognito-idp",
        name="GroupName",
        name_limit=128,
        ref="{p.GroupName}",
        create=(Call("CreateGroup"),),
        update=(Call("UpdateGroup", fixed=GROUP),),
        delete=(Call("DeleteGroup", fixed=GROUP),),
    ),
}
