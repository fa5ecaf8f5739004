"""SNS: filter policies, deliveries with retries and dead-letter queues, confirmation, FIFO."""
