"""Custom authorizers of IoT Core: their registry and their invocation."""
