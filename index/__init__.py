"""Articles to passages, passages to terms and vectors, and an index that is published whole."""
