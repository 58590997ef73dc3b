"""Files, folders, records and web addresses to pages, with no model: `pages.read_case`."""
