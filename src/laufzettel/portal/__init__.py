"""What citizens and companies see."""
