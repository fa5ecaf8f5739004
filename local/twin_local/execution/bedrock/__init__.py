"""Bedrock: Converse and ConverseStream, answered by an offline rule model that says what it is.

`rules` knows no AWS: it chooses a tool by words, fills its arguments by its JSON Schema, and puts
tool results into sentences. It is deterministic, and no substitute for a language model.
"""
