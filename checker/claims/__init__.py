"""Pages to articles and claims: `extraction.extract_part`, `articles.join_drafts`."""
