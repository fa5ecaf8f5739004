"""What every container job shares: files from and to S3, and how a job says that it failed."""
