"""Bedrock: Converse, ConverseStream and InvokeModel, answered by offline rules.

The rule model says what it is.

`rules` knows no AWS: it chooses a tool by words, fills its arguments by its JSON Schema, and puts
tool results into sentences. It is deterministic, and no substitute for a language model.
"""
