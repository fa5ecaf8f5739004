"""IAM: what moto takes and the service refuses."""
