"""Distributed Map: items from S3, batches, child executions, tolerated failures, result files.

moto's interpreter has the state, but neither item batches, JSON Lines, manifests, result files nor
child executions. A definition is split (`definitions`): what moto reads stays, the rest becomes
`settings`, which `map_state` runs.
https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html
"""
