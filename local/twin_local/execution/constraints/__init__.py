"""The lengths, ranges and patterns of AWS's service models, checked for services of moto."""
