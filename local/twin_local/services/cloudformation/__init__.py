"""CloudFormation in front of the deployment engine, for the CDK's command line and any SDK."""
