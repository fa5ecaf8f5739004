"""AWS IoT Core: device shadows, the `Publish` operation and topic rules, on the message bus."""
