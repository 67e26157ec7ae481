"""Releases of services, and what a tenant offers of them with which settings."""
