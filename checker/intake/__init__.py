"""Files, folders, records and web addresses to pages, with no model."""
