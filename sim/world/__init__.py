"""The world before anything happens: places, people, merchants, networks."""
