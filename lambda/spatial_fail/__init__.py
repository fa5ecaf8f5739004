"""The end of a workflow that published nothing: record why."""
