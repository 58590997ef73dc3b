"""Two reports of one case held against each other, and a case against its kept report."""
