"""What the services share: routing, parsing, checking and answering from botocore's models."""
