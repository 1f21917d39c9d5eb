"""Every speed that we claim, as a command: `python -m benchmarks.NAME` prints one JSON object as its last line."""
