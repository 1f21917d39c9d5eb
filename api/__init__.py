"""The advisor over HTTP: the same steps as everywhere, with problems that name the field."""
