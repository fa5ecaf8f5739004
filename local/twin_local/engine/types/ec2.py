"""Amazon VPC."""

from __future__ import annotations

from twin_local.engine.entry import Call, Reshape, Table, TypeEntry
from twin_local.engine.json_value import Json, Properties
from twin_local.engine.types.tagging import tagging

TAG = tagging(
    "CreateTags",
    "DeleteTags",
    where={"Resources": ["{id}"]},
    gone={"Tags": [{"Key": "{item.Key}"}]},
)
TAG_UPDATE = (TAG,)
RANGES = (
    ("CidrIp", "IpRanges", "CidrIp"),
    ("CidrIpv6", "Ipv6Ranges", "CidrIpv6"),
    ("SourceSecurityGroupId", "UserIdGroupPairs", "GroupId"),
    ("DestinationSecurityGroupId", "UserIdGroupPairs", "GroupId"),
    ("SourcePrefixListId", "PrefixListIds", "PrefixListId"),
    ("DestinationPrefixListId", "PrefixListIds", "PrefixListId"),
)
ANYWHERE: Json = [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]


def _wrapped(name: str) -> Reshape:
    return lambda given, _: {name: {"Value": given[name]}}


def _permission(given: Properties, _: Properties) -> Properties:
    """Return one flat rule in the nested structure of AuthorizeSecurityGroup…gress."""
    rest = {key: value for key, value in given.items() if key != "GroupId"}
    permission: Properties = {}
    description = rest.pop("Description", None)
    for name, group, member in RANGES:
        if name in rest:
            entry = {member: rest.pop(name)}
            permission[group] = [entry | ({"Description": description} if description else {})]
    return {"IpPermissions": [{**permission, **rest}]}


def _rules(direction: str) -> Call:
    return Call(
        f"AuthorizeSecurityGroup{direction}",
        each=f"SecurityGroup{direction}",
        only_new=True,
        fixed={"GroupId": "{id}"},
        reshape=_permission,
        undo=Call(
            f"RevokeSecurityGroup{direction}",
            fixed={"GroupId": "{id}"},
            reshape=lambda _, known: _permission(known["item"], known),
        ),
    )


def _rule(direction: str) -> TypeEntry:
    return TypeEntry(
        service="ec2",
        ref="{p.GroupId}-{unique}",
        create=(
            Call(
                f"AuthorizeSecurityGroup{direction}",
                fixed={"GroupId": "{p.GroupId}"},
                reshape=_permission,
            ),
        ),
        delete=(
            Call(
                f"RevokeSecurityGroup{direction}",
                fixed={"GroupId": "{p.GroupId}"},
                reshape=lambda _, known: _permission(known["p"], known),
                missing_ok=("InvalidPermission.NotFound",),
            ),
        ),
    )


def _flow_log(given: Properties, _: Properties) -> Properties:
    rest = {key: value for key, value in given.items() if key != "ResourceId"}
    return {**rest, "ResourceIds": [given["ResourceId"]]}


VPC_FLAGS = tuple(
    Call("ModifyVpcAttribute", takes=(name,), fixed={"VpcId": "{id}"}, reshape=_wrapped(name))
    for name in ("EnableDnsSupport", "EnableDnsHostnames")
)
SUBNET_FLAGS = tuple(
    Call("ModifySubnetAttribute", takes=(name,), fixed={"SubnetId": "{id}"}, reshape=_wrapped(name))
    for name in ("MapPublicIpOnLaunch", "AssignIpv6AddressOnCreation")
)

ENTRIES: Table = {
    "AWS::EC2::VPC": TypeEntry(
        service="ec2",
        ref="{r.Vpc.VpcId}",
        create=(Call("CreateVpc"), *VPC_FLAGS, TAG),
        update=(*VPC_FLAGS, TAG),
        delete=(Call("DeleteVpc", fixed={"VpcId": "{id}"}),),
        read=Call(
            "DescribeSecurityGroups",
            fixed={
                "Filters": [
                    {"Name": "vpc-id", "Values": ["{id}"]},
                    {"Name": "group-name", "Values": ["default"]},
                ]
            },
        ),
        attributes={
            "VpcId": "{id}",
            "CidrBlock": "{p.CidrBlock}",
            "DefaultSecurityGroup": "{r.SecurityGroups.0.GroupId}",
        },
    ),
    "AWS::EC2::Subnet": TypeEntry(
        service="ec2",
        ref="{r.Subnet.SubnetId}",
        create=(Call("CreateSubnet"), *SUBNET_FLAGS, TAG),
        update=(*SUBNET_FLAGS, TAG),
        delete=(Call("DeleteSubnet", fixed={"SubnetId": "{id}"}),),
        attributes={
            "SubnetId": "{id}",
            "VpcId": "{p.VpcId}",
            "CidrBlock": "{p.CidrBlock}",
            "AvailabilityZone": "{r.Subnet.AvailabilityZone}",
        },
    ),
    "AWS::EC2::RouteTable": TypeEntry(
        service="ec2",
        ref="{r.RouteTable.RouteTableId}",
        create=(Call("CreateRouteTable"), TAG),
        update=TAG_UPDATE,
        delete=(Call("DeleteRouteTable", fixed={"RouteTableId": "{id}"}),),
        attributes={"RouteTableId": "{id}"},
    ),
    "AWS::EC2::Route": TypeEntry(
        service="ec2",
        ref="{p.RouteTableId}|{p.DestinationCidrBlock}",
        create=(Call("CreateRoute"),),
        update=(Call("ReplaceRoute"),),
        delete=(
            Call(
                "DeleteRoute",
                fixed={
                    "RouteTableId": "{p.RouteTableId}",
                    "DestinationCidrBlock": "{p.DestinationCidrBlock}",
                },
            ),
        ),
    ),
    "AWS::EC2::SubnetRouteTableAssociation": TypeEntry(
        service="ec2",
        ref="{r.AssociationId}",
        create=(Call("AssociateRouteTable"),),
        delete=(Call("DisassociateRouteTable", fixed={"AssociationId": "{id}"}),),
        attributes={"Id": "{id}"},
    ),
    "AWS::EC2::InternetGateway": TypeEntry(
        service="ec2",
        ref="{r.InternetGateway.InternetGatewayId}",
        create=(Call("CreateInternetGateway", takes=(), always=True), TAG),
        update=TAG_UPDATE,
        delete=(Call("DeleteInternetGateway", fixed={"InternetGatewayId": "{id}"}),),
        attributes={"InternetGatewayId": "{id}"},
    ),
    "AWS::EC2::VPCGatewayAttachment": TypeEntry(
        service="ec2",
        ref="IGW|{p.VpcId}",
        create=(Call("AttachInternetGateway"),),
        delete=(
            Call(
                "DetachInternetGateway",
                fixed={"InternetGatewayId": "{p.InternetGatewayId}", "VpcId": "{p.VpcId}"},
                missing_ok=("Gateway.NotAttached",),
            ),
        ),
        attributes={"AttachmentType": "IGW"},
    ),
    "AWS::EC2::SecurityGroup": TypeEntry(
        service="ec2",
        name="GroupName",
        name_limit=255,
        ref="{r.GroupId}",
        create=(
            Call(
                "CreateSecurityGroup",
                takes=("GroupName", "GroupDescription", "VpcId"),
                names={"GroupDescription": "Description"},
            ),
            Call(
                "RevokeSecurityGroupEgress",
                takes=(),
                always=True,
                when="{p.SecurityGroupEgress}",
                fixed={"GroupId": "{id}", "IpPermissions": ANYWHERE},
            ),
            *(RULES := (_rules("Ingress"), _rules("Egress"))),
            TAG,
        ),
        update=(*RULES, TAG),
        delete=(Call("DeleteSecurityGroup", fixed={"GroupId": "{id}"}),),
        attributes={"GroupId": "{id}", "VpcId": "{p.VpcId}"},
    ),
    "AWS::EC2::SecurityGroupIngress": _rule("Ingress"),
    "AWS::EC2::SecurityGroupEgress": _rule("Egress"),
    "AWS::EC2::VPCEndpoint": TypeEntry(
        service="ec2",
        ref="{r.VpcEndpoint.VpcEndpointId}",
        create=(Call("CreateVpcEndpoint"), TAG),
        update=TAG_UPDATE,
        delete=(Call("DeleteVpcEndpoints", fixed={"VpcEndpointIds": ["{id}"]}),),
        attributes={"Id": "{id}"},
    ),
    "AWS::EC2::LaunchTemplate": TypeEntry(
        service="ec2",
        name="LaunchTemplateName",
        name_limit=128,
        ref="{r.LaunchTemplate.LaunchTemplateId}",
        create=(Call("CreateLaunchTemplate"),),
        update=(
            Call(
                "CreateLaunchTemplateVersion",
                takes=("LaunchTemplateData", "VersionDescription"),
                fixed={"LaunchTemplateId": "{id}"},
            ),
        ),
        delete=(Call("DeleteLaunchTemplate", fixed={"LaunchTemplateId": "{id}"}),),
        read=Call("DescribeLaunchTemplates", fixed={"LaunchTemplateIds": ["{id}"]}),
        attributes={
            "LaunchTemplateId": "{id}",
            "DefaultVersionNumber": "{r.LaunchTemplates.0.DefaultVersionNumber}",
            "LatestVersionNumber": "{r.LaunchTemplates.0.LatestVersionNumber}",
        },
    ),
    "AWS::EC2::FlowLog": TypeEntry(
        service="ec2",
        ref="{r.FlowLogIds.0}",
        create=(Call("CreateFlowLogs", reshape=_flow_log), TAG),
        update=TAG_UPDATE,
        delete=(Call("DeleteFlowLogs", fixed={"FlowLogIds": ["{id}"]}),),
        attributes={"Id": "{id}"},
    ),
}
