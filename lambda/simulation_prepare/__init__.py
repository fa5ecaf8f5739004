"""First step of a run: its inputs."""
