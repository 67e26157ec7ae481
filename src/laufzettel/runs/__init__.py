"""Serial runs over registers: a letter a year for every entry that it concerns, tried out first."""
