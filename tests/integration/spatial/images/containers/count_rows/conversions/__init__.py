"""What this image converts."""
