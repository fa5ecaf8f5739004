"""Data connectors of AWS IoT TwinMaker: what a source outside of SiteWise answers when it is asked.

https://docs.aws.amazon.com/iot-twinmaker/latest/guide/data-connector-interfaces.html
"""
