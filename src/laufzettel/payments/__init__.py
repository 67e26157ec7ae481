"""Claims and their due dates, and their way to the cash desk."""
