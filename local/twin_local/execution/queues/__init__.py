"""SQS as the service keeps messages: retention, redrive, deduplication and moving back."""
