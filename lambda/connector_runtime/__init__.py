"""What the data connectors of AWS IoT TwinMaker share."""
