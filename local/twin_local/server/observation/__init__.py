"""What the embedded AWS shows of itself: a page and its JSON below `/_twin/`.

`build` puts it together; one folder per subject: resources are of the engine's store, `logs` of
CloudWatch Logs, `executions` of Step Functions and Batch, `calls` of the API calls at the front.
"""
