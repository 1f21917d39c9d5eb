"""The network of an option: what it needs, checked path by path, priced, and the check of a network that a user hands in."""
