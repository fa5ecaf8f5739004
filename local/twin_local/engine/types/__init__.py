"""The resource table: one row per CloudFormation type, one module per service."""
