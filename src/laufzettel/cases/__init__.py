"""Running cases: process state, tasks, jobs, timers, dates, history, incidents."""
