"""Step Functions: moto's interpreter, with service calls as the service makes them."""
