"""Values of fixed sets, as differences and evaluations write them."""

from __future__ import annotations

from checker.report.catalogue import Catalogue

SETS = ("relation", "kind", "level", "severity", "stance", "modality")


def say_label(words: Catalogue, value: str) -> str:
    """A value of a record's fixed set in words; what is none of them comes back as it is.

    English keeps the spelling of the records: what is compared or scored here is what the JSON
    says.
    """
    if words.language == "en":
        return value
    keys = (f"{name}.{value}" for name in SETS)
    return next((words.say(key) for key in keys if key in words.messages), value)
