"""The text's own time words resolved to days, by code alone: `times.resolve_when`."""
