"""The catalogue in DynamoDB, for every function that reads or changes it."""
