"""Command requests: check, record, send through the device shadow."""
