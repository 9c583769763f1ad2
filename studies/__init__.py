"""What is asked: comparisons and the runner beneath them."""
