"""The text's own time words resolved to days, by code and never by a model."""
