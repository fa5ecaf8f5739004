"""The rule model: pure functions from a conversation to the next turn."""
