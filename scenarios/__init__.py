"""Where and under what conditions: districts as files, and their loader."""
