"""Event source mappings: Lambda polls queues and streams, and runs functions with batches.

Kinesis streams are left to moto, which invokes the function for every record.
"""
