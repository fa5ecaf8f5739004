"""S3: lifecycle rules, checksums, POST policies and notifications as the service does them."""
