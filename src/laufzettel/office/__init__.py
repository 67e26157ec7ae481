"""What clerks and heads of unit see."""
