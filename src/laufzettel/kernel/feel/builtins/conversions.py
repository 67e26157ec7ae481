"""Functions that make a number out of something else."""
