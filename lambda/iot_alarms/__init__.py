"""The alarm list and acknowledgement."""
