"""What is published: the scene, the assets and their files; and what can be converted."""
