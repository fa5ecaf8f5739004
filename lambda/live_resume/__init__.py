"""What the live channel said while a console was away."""
