"""The spatial plane's decisions: uploads, detection by content, converters, catalogue, events."""
