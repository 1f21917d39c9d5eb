"""The meaning of a condition and of a derived fact, once, for every reading."""
