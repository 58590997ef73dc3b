"""A report in the forms people and programs read. Pure functions of the record."""
