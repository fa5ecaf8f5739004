"""AWS IoT TwinMaker: workspaces, component types, entities, scenes, values."""
