"""Capacity: how large and how many, what the peak does, how long a request takes, how far each limit is."""
