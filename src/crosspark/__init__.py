"""Compare ways to manage the parks of a district."""
