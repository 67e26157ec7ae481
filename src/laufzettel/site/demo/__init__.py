"""Demo data: real towns with invented people, by-laws marked "Demo", and a practice tenant."""
