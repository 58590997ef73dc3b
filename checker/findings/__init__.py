"""Where claims agree and conflict: `comparison.compare_topic`, `conclusions.conclude`."""
