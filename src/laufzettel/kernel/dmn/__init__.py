"""Decisions: DMN 1.2 to 1.5, read, checked, run and explained."""
