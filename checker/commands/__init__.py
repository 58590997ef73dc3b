"""The commands, one to a module: with ``cli.py`` all that prints."""
