"""AWS IoT Greengrass V2: component versions and deployments."""
