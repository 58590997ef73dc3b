"""What the tests of many modules share: a model that says what it was told to say."""

from __future__ import annotations

import compileall
import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import httpcore2
import pytest
from hypothesis import settings

from checker.model.answer import T
from checker.prompts import Prompt

settings.register_profile("any machine", deadline=None)  # a slow one is no fault
settings.load_profile("any machine")

About = dict[str, Any]
Script = Callable[[About], object] | Sequence[object]
SETTINGS = ("OPENAI_API_KEY", "OPENAI_BASE_URL")


class ScriptedLLM:
    """A model by the book: answers by prompt name, and a history of what was asked.

    A list is a queue, first come first served; a function is given what was asked about. What
    stands there is an answer as a dict, or an exception to be raised. A prompt that is not in
    the script, or asked once too often, fails the test.
    """

    def __init__(self, answers: Mapping[str, Script]) -> None:
        self.history: list[tuple[str, About]] = []
        self._answers = {
            name: script if callable(script) else list(script) for name, script in answers.items()
        }
        self._lock = threading.Lock()

    def ask(self, prompt: Prompt, about: Mapping[str, object], answer_type: type[T]) -> T:
        said = self._next(prompt.name, dict(about))
        if isinstance(said, BaseException):
            raise said
        return answer_type.model_validate(said)

    def asked(self, name: str) -> list[About]:
        """What was asked under one prompt, in order."""
        return [about for prompt, about in self.history if prompt == name]

    def _next(self, name: str, about: About) -> object:
        with self._lock:
            self.history.append((name, about))
            script = self._answers.get(name, [])
            if callable(script):
                return script(about)
            assert script, f"no answer is left in the script for {name!r}: {about}"
            return script.pop(0)


def pytest_sessionstart(session: pytest.Session) -> None:
    """Compile the package once: where Python writes no bytecode, each process would do it anew."""
    if not hasattr(session.config, "workerinput"):
        compileall.compile_dir(Path(__file__).parents[1] / "checker", quiet=2)


@pytest.fixture(autouse=True, scope="session")
def _one_security_context() -> Iterator[None]:
    """Read the certificates once, and not for each client: these tests speak to plain HTTP."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(httpcore2, "default_ssl_context", cache(httpcore2.default_ssl_context))
        yield


@pytest.fixture(autouse=True)
def _nothing_from_outside(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Keep the user's own key, endpoint, proxies, settings and answers out of every test."""
    proxies = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
    own = (name for name in list(os.environ) if name.startswith("CHECKER_"))
    for name in (*SETTINGS, *own, *proxies, *map(str.lower, proxies)):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.getbasetemp() / "config"))
