"""Letters: prepared, issued, posted, notified."""
