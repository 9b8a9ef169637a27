"""A question to hits, hits to an answer whose every sentence is quoted."""
