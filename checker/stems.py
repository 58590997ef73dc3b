"""Words by their Snowball stems."""

from __future__ import annotations

from functools import lru_cache

from checker.text import words

_STEMMERS = {
    **{"ar": "arabic", "de": "german", "el": "greek", "en": "english", "es": "spanish"},
    **{"fa": "persian", "fr": "french", "hi": "hindi", "id": "indonesian", "it": "italian"},
    **{"nl": "dutch", "pl": "polish", "pt": "portuguese", "ru": "russian", "tr": "turkish"},
}


def stems(text: str, language: str | None) -> list[str]:
    """Give the `words` by their Snowball stems, or as they are where there is no stemmer.

    ``language`` is a tag such as ``ar`` or ``en-GB``.
    """
    return [stem(word, language) for word in words(text)]


@lru_cache(maxsize=200_000)  # the words of a large collection: a stem takes 60 µs
def stem(word: str, language: str | None) -> str:
    """Give the stem of one of `words`, or the word itself where there is no stemmer."""
    name = _STEMMERS.get((language or "").replace("_", "-").split("-")[0].lower())
    if name is None:
        return word
    import snowballstemmer  # type: ignore[import-untyped]

    # It keeps state, so threads must not share one; making one takes no time.
    return str(snowballstemmer.stemmer(name).stemWord(word))
