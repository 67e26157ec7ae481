"""Ids, clock, tenant scope, encryption, background tasks, audit log, public tokens, wake-ups, stimuli, rate limits."""
