"""The rules engine: messages that a rule selects go to its actions."""
