"""EventBridge Pipes: a worker for each pipe reads, filters, enriches and delivers, as its role."""
