"""What-if: candidates that one job compares, ranked by the limits of the plant and a goal."""
