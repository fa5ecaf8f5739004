"""Parameter Store: what moto takes and the service refuses."""
