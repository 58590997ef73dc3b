"""A story that goes on: what a report knows, what pages changed, what became of findings."""
