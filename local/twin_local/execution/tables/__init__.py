"""DynamoDB: items that expire, and what a stream says of it."""
