"""Accounts of citizens, companies and staff; sign-in."""
