"""Queries of the graph of entities: PartiQL's MATCH, as far as TwinMaker has it. All pure.

https://docs.aws.amazon.com/iot-twinmaker/latest/guide/tm-knowledge-graph-resources.html
"""
