"""How Amazon Cognito is read back."""

from __future__ import annotations

from twin_local.engine.reads.read import Read, Reads

POOL = {"UserPoolId": "{q.UserPoolId}"}


OPERATIONS: Reads = {
    ("cognito-idp", "CreateGroup"): (
        Read("GetGroup", {**POOL, "GroupName": "{q.GroupName}"}, root="Group"),
    ),
    ("cognito-idp", "CreateIdentityProvider"): (
        Read(
            "DescribeIdentityProvider",
            {**POOL, "ProviderName": "{q.ProviderName}"},
            root="IdentityProvider",
            unread={"ProviderDetails.client_secret": "the template has a reference to it"},
        ),
    ),
    ("cognito-idp", "CreateResourceServer"): (
        Read(
            "DescribeResourceServer",
            {**POOL, "Identifier": "{q.Identifier}"},
            root="ResourceServer",
        ),
    ),
    ("cognito-idp", "CreateUserPoolDomain"): (
        Read("DescribeUserPoolDomain", {"Domain": "{q.Domain}"}, root="DomainDescription"),
    ),
    ("cognito-idp", "CreateUserPool"): (
        Read("DescribeUserPool", {"UserPoolId": "{a.UserPool.Id}"}, root="UserPool"),
        Read(
            "DescribeUserPool",
            {"UserPoolId": "{a.UserPool.Id}"},
            root="UserPool.Name",
            into="PoolName",
        ),
    ),
    ("cognito-idp", "CreateUserPoolClient"): (
        Read(
            "DescribeUserPoolClient",
            {**POOL, "ClientId": "{a.UserPoolClient.ClientId}"},
            root="UserPoolClient",
            unread={"GenerateSecret": "it shows in whether there is a ClientSecret"},
        ),
    ),
    ("cognito-idp", "SetUserPoolMfaConfig"): (Read("GetUserPoolMfaConfig", POOL),),
}
