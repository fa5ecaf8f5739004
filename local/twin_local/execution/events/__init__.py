"""EventBridge: pattern matching, inputs, delivery with retries, and the clock of schedules."""
