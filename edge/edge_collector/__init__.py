"""Reads the PLC over OPC UA into the spool."""
