"""Stories as tasks of a Ray cluster: one each, done again by Ray where its worker is lost.

A task gets pages, the report that goes on, and settings, as values; it asks the endpoint by itself,
and the `Books` for whatever stories have in common. These are kept by an actor on this machine, so
that each answer is in the cache here as soon as it came. The key goes along as an argument of a
task: Ray shows these nowhere, and keeps so small ones in memory.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any

from checker.errors import CheckerError, InputError, InterruptError, ModelError, StorageError
from checker.intake.case import Case
from checker.kept_report import Report
from checker.model.account import Purse
from checker.model.cache import default_path
from checker.model.watching import Watch
from checker.pipeline.options import Options, Shared
from checker.pipeline.runs import Outcome, Settings, choose_cassette, run_case
from checker.pipeline.workers import Workers
from checker.stories.books import Books, News
from checker.stories.builds import Build, compare_builds, own_build
from checker.stories.cluster import STORIES_PER_CPU, joined, on_node, places, untyped
from checker.stories.far import at_the_books

MOST_THREADS = 64  # of one story; how many requests are under way, the books say
RETRIES = 3  # how often a story is done again, each time with what its cache holds by then
HEAR_EVERY_S = 0.25
LOOK_EVERY_S = 0.3
GRACE_S = 5.0  # for tasks to end by themselves
ENDED = "interrupted; every answer so far is kept"


class _ActorDesk:
    """The books, by way of Ray: `checker.stories.far.Desk`."""

    def __init__(self, actor: Any) -> None:
        self.actor = actor

    def call(self, name: str, *told: object) -> Any:
        """See `Desk.call`."""
        import ray
        from ray.exceptions import RayError, RayTaskError

        try:
            return ray.get(getattr(self.actor, name).remote(*told))
        except RayTaskError as error:
            if isinstance(error.cause, CheckerError):
                raise error.cause from None
            raise
        except RayError as error:
            raise StorageError(
                "the process on the machine where the run was started, which keeps its answers and "
                "its money, is gone; every answer so far is kept"
            ) from error

    def send(self, name: str, *told: object) -> None:
        """See `Desk.send`."""
        getattr(self.actor, name).remote(*told)


def ask_story(
    actor: Any, story: tuple[str, Case, Report | None], settings: Settings, build: Build
) -> Outcome | CheckerError:
    """Ask about one story, on a worker; its errors are values, since Ray adds tracebacks to them.

    ``settings.cache`` is the file that the books have open.
    """
    import ray

    name, case, before = story
    cache = settings.cache or default_path()
    try:
        node: str = untyped(ray.util.get_node_ip_address)()
        compare_builds(node, build)
        with at_the_books(_ActorDesk(actor), name, cache) as far:
            shared = Shared(Workers(settings.options.workers), far.ended)
            options = replace(settings.options, watch=far.watch, since=before, shared=shared)
            return run_case(case, replace(settings, options=options, common=far.common))
    except CheckerError as error:
        return error


class Cluster:
    """Where stories are asked about, while it is open; see `on_cluster`."""

    def __init__(self) -> None:
        self._desk: _ActorDesk | None = None

    def width(self, workers: int, stories: int) -> int:
        """How many stories may be under way."""
        return max(1, min(places(), workers, stories))

    @contextmanager
    def books(self, settings: Settings, purse: Purse, watch: Watch) -> Iterator[None]:
        """Keep the books of a run until the block ends; ``purse`` and ``watch`` follow them.

        Raises:
            InputError: the cache cannot be used.
        """
        import ray

        here = ray.get_runtime_context().get_node_id()
        actor = on_node(ray.remote(Books), here).remote(settings.limits, settings.options.workers)
        self._desk = _ActorDesk(actor)
        self._desk.call("open", (settings.cache or default_path()).absolute())
        over = threading.Event()

        def follow() -> None:
            while not over.wait(HEAR_EVERY_S) and _follow(self._books, purse, watch):
                continue

        following = threading.Thread(target=follow, daemon=True)
        following.start()
        try:
            yield
        finally:
            over.set()
            following.join()
            _follow(self._books, purse, watch)
            with suppress(StorageError):
                self._books.call("close")

    def run_case(self, name: str, case: Case, settings: Settings) -> Outcome:
        """As `checker.pipeline.runs.run_case`, on some node of the cluster; from any thread.

        Raises:
            InputError: as there, or the case replays a cassette.
            ModelError: its worker was lost again and again.
            InterruptError: ``settings.options.shared`` ended, and the story with it.
        """
        import ray
        from ray.exceptions import RayError, RayTaskError

        if choose_cassette(case, settings):
            raise InputError("a recording is replayed on this machine: leave out --engine ray")
        shared = settings.options.shared
        assert shared, "stories run side by side"
        share = 1 / STORIES_PER_CPU
        ask = ray.remote(num_cpus=share, max_retries=RETRIES)(ask_story).options(
            name=f"story {name}"
        )
        story = name, case, settings.options.since
        answer = ask.remote(self._books.actor, story, self._portable(settings), own_build())
        while not ray.wait([answer], timeout=LOOK_EVERY_S)[0]:
            if shared.ended.is_set():
                return self._end(answer)
        try:
            return _outcome(ray.get(answer))
        except RayTaskError:  # an error of the program, as it would be raised here
            raise
        except RayError as error:
            self._books.send("give_up", name)
            raise ModelError(
                f"its worker was lost, and {RETRIES} others after it ({type(error).__name__}); "
                "the same command tries again, and asks nothing twice"
            ) from error

    @property
    def _books(self) -> _ActorDesk:
        assert self._desk, "`books` comes first"
        return self._desk

    @staticmethod
    def _portable(settings: Settings) -> Settings:
        """What of the settings goes to a worker: no threads, no report, no files of this machine.

        They are small, and so is what Ray keeps of them: beside the pages they could be written to
        a disk, with the key.
        """
        given = settings.options
        workers = min(given.workers, MOST_THREADS)
        options = Options(workers, given.pivot, given.verify, afresh=given.afresh)
        cache = (settings.cache or default_path()).absolute()
        return replace(settings, options=options, common=None, cache=cache)

    def _end(self, answer: Any) -> Outcome:
        """Have a story ended by Ctrl-C: one under way says what it has, another never begins."""
        import ray
        from ray.exceptions import RayError

        self._books.call("stop", InterruptError(ENDED))
        if not ray.wait([answer], timeout=GRACE_S)[0]:
            ray.cancel(answer)
            raise InterruptError(ENDED)
        try:
            return _outcome(ray.get(answer))
        except RayError as error:
            raise InterruptError(ENDED) from error


@contextmanager
def on_cluster(address: str | None) -> Iterator[Cluster]:
    """Join a cluster. Raises InputError as `checker.stories.cluster.joined` does."""
    with joined(address):
        yield Cluster()


def _outcome(made: Outcome | CheckerError) -> Outcome:
    if isinstance(made, CheckerError):
        raise made
    return made


def _follow(desk: _ActorDesk, purse: Purse, watch: Watch) -> bool:
    """Pass on what the books heard; tells whether there are books."""
    try:
        news: News = desk.call("news")
    except StorageError:  # each story says so too, and stops
        return False
    purse.spent = news.spent
    for name, told in news.events:
        try:
            getattr(watch, name)(*told)
        except StorageError as error:  # of a log that cannot be written
            desk.send("stop", error)
    return True
