"""Any number of pages cut into stories, without a model: `folders.write_stories`."""
