"""Who a connection belongs to.

X.509 certificates (TLS), Signature Version 4 (WebSocket), custom authorizers (all), and, on plain
TCP, which IoT Core does not offer, an access key as user name and password.
"""
