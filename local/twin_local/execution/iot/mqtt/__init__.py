"""The MQTT message broker of AWS IoT Core: MQTT 3.1.1 over TCP, TLS and WebSocket.

Packets are read and written with amqtt's codec. Sessions are our own: amqtt's broker drops a QoS 1
message that is not acknowledged within five seconds, keeps sessions in memory only, and knows
neither IoT policies nor IoT Core's limits.
"""
