"""A Ray cluster of two nodes on this machine, each with one CPU."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import Any

import pytest

STORE_BYTES = 80_000_000  # the least that Ray takes


@dataclass(frozen=True)
class LocalCluster:
    """Where it is, and the folder with its logs and whatever else it writes."""

    address: str
    session: Path


@contextmanager
def local_cluster() -> Iterator[LocalCluster]:
    """A cluster of its own, beside any other on this machine, until the block ends."""
    from ray.cluster_utils import Cluster

    # There it notes the address, wherever else it writes, and does not make the folder.
    Path(gettempdir(), "ray").mkdir(exist_ok=True)
    # Paths of sockets may not be long, as those of pytest's own folders are.
    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory(prefix="ray", dir="/tmp") as own:
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        node = {"num_cpus": 1, "object_store_memory": STORE_BYTES}
        head = {**node, "include_dashboard": False, "temp_dir": own}
        cluster: Any = Cluster(initialize_head=True, head_node_args=head)
        try:
            cluster.add_node(**node)
            yield LocalCluster(cluster.address, Path(cluster.head_node.get_session_dir_path()))
        finally:
            cluster.shutdown()
