"""Relations between points and ranges (Allen's algebra)."""
