"""What waits on the clock: each file defines `build(parts)`, and is named nowhere else."""
