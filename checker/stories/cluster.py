"""A Ray cluster that is there already: found, joined, and each of its nodes looked at.

Needs the extra ``ray``. All of it comes before anything is asked, and nothing is ever started
here. What Ray would print stays unprinted, and no statistics are sent.
"""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import chdir, contextmanager
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

from checker.errors import InputError
from checker.stories.builds import Build, compare_builds

MISSING = "--engine ray needs Ray; install it with: pip install 'checker[ray]'"
HOW_TO_START = (
    "start one with `ray start --head` on this machine and `ray start --address HOST:PORT` on "
    "others, and give its address, HOST:PORT, with --ray-address or as RAY_ADDRESS"
)
KNOCK_S = 5.0
STORIES_PER_CPU = 4  # a story mostly waits for answers; each is a process of some 200 MB
PATIENCE_S = 120.0  # for a first worker process on each node
# RFC 9113, section 3.4: what a client of HTTP/2, which Ray speaks, sends first; and a frame of it.
PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\0\0\0\4\0\0\0\0\0"
SETTINGS_FRAME = 4


@contextmanager
def joined(address: str | None) -> Iterator[None]:
    """Be a client of the cluster at ``address``, HOST:PORT, until the block ends.

    Raises:
        InputError: Ray is not installed, no cluster is there, this machine is none of it, or a
            node has another version of Python, Ray or checker.
    """
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # Ray reads it when it is imported
    if find_spec("ray") is None:
        raise InputError(MISSING)
    place = _knock(address)
    import ray
    from ray._private import worker

    # Workers import from the folder in which Ray is joined, and this one may be a stranger's.
    try:
        with _unheard(worker, "listen_error_messages"), chdir(os.path.abspath(os.sep)):
            ray.init(place, log_to_driver=False, logging_level=logging.CRITICAL)
    except (ConnectionError, RuntimeError, ValueError, OSError) as error:
        said = " ".join(str(error).split())
        raise InputError(
            f"the Ray cluster at {place!r} cannot be joined: {said}; run this on one of its "
            "machines, with the Python and Ray that it has"
        ) from error
    try:
        _look_at_nodes()
        yield
    finally:
        ray.shutdown()


@contextmanager
def _unheard(module: Any, listener: str) -> Iterator[None]:
    """Have Ray begin a thread that does nothing.

    Its own prints what happened to workers on standard output, among what the report says, and no
    setting of Ray keeps it from that.
    """
    listen = getattr(module, listener)
    setattr(module, listener, lambda *_: None)
    try:
        yield
    finally:
        setattr(module, listener, listen)


def _knock(address: str | None) -> str:
    """The address, where something answers that may be Ray; Ray itself tries for two minutes.

    Only HOST:PORT is one: where key and pages go is for the user to say, not for the files in
    which Ray looks for a cluster of this machine, and which anyone could have put there.
    """
    if not address:
        raise InputError(f"--engine ray needs a Ray cluster, and none is named; {HOW_TO_START}")
    try:
        parts = urlsplit(f"//{address}")
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host or not port or parts.netloc != address or "@" in address:
        raise InputError(
            f"{address!r} is no address of a Ray cluster; it is HOST:PORT, as `ray start` says it, "
            "and not ray://…, auto or local"
        )
    try:
        with socket.create_connection((host, port), KNOCK_S) as line:
            line.sendall(PREFACE)
            said = line.recv(9, socket.MSG_WAITALL)
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(f"no Ray cluster answers at {address!r} ({reason}); {HOW_TO_START}") from (
            error
        )
    if len(said) < 9 or said[3] != SETTINGS_FRAME:
        raise InputError(f"what answers at {address!r} is no Ray cluster; {HOW_TO_START}")
    return address


def _build_teller() -> Callable[[], Build | None]:
    """A function that goes to a node as it is here, since checker may not be there."""

    def tell_build() -> Build | None:
        try:
            from checker.stories.builds import own_build
        except ImportError:
            return None
        return own_build()

    return tell_build


def _look_at_nodes() -> None:
    import ray
    from ray.exceptions import GetTimeoutError, RayError

    nodes = [node for node in untyped(ray.nodes)() if node["Alive"]]
    if not places():
        raise InputError(
            "the Ray cluster has no CPU to put a story on; add a node: ray start --address …"
        )
    tell = ray.remote(_build_teller())
    asked = [
        (node["NodeManagerAddress"], on_node(tell, node["NodeID"], name="which checker").remote())
        for node in nodes
    ]
    for name, answer in asked:
        try:
            there = ray.get(answer, timeout=PATIENCE_S)
        except (GetTimeoutError, RayError) as error:
            said = str(error).strip().splitlines()[-1:]
            raise InputError(
                f"the node {name!r} of the Ray cluster cannot run a task: {' '.join(said)}; "
                "look at it with `ray status`"
            ) from error
        compare_builds(name, there)


def on_node(work: Any, node: str, **options: Any) -> Any:
    """A remote function or actor class, for one node alone, and none of its CPUs."""
    from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

    there = NodeAffinitySchedulingStrategy(node_id=node, soft=False)
    return work.options(num_cpus=0, scheduling_strategy=there, **options)


def places() -> int:
    """How many stories the cluster takes at once, by the CPUs with which its nodes were started."""
    import ray

    return int(untyped(ray.cluster_resources)().get("CPU", 0) * STORIES_PER_CPU)


def untyped(function: Any) -> Any:
    """A function of Ray that says nothing of its types."""
    return function
