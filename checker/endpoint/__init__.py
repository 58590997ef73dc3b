"""What stands behind the seam to the model, `checker.llm`: requests, answers, limits, records."""
