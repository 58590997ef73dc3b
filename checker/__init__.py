"""checker: where outlets, and the people they quote, agree and contradict each other."""

__version__ = "0.1.0"
