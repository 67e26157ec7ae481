"""E-mail and notifications."""
