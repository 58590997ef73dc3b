"""Two reports of one case held against each other: `differences.compare_reports`."""
