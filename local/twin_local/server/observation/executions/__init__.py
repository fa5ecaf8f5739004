"""What Step Functions and Batch run: lists, and a state machine as a graph with statuses."""
