"""The stages in their order, on workers, pages to a report: `runs.run_case`."""
