"""Reports and pair sets held against labelled data: `evaluation.evaluate_pairs`."""
