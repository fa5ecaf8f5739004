"""Alarms after ISA-18.2: one engine for cloud, edge and the local run."""
