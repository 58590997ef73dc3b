"""Reports and pair sets held against labelled data."""
