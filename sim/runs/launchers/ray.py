"""Ray: a cluster that is there, or one that is started on this machine for a run."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from sim.errors import InputError, fault
from sim.inputs.sections import ClusterSettings
from sim.runs.launchers.blocks import do
from sim.runs.stopped import WorkLost

LIBRARY = "ray"
WORTH_SECONDS = 3.0  # as of a process of this machine: workers stay, and take block after block
RETRIES = 3  # of Ray, of a block whose worker or node was lost
PATIENCE_SECONDS = 10.0  # until an address answers


def is_away(cluster: ClusterSettings) -> bool:
    """Whether the cluster is there already, wherever it is."""
    return cluster.address is not None


def check(cluster: ClusterSettings) -> None:
    """Refuse an address at which nobody answers: Ray itself would wait for minutes.

    Raises
    ------
    InputError
    """
    host, colon, port = (cluster.address or "").removeprefix("ray://").rpartition(":")
    if not colon:
        return
    try:
        socket.create_connection((host, int(port)), PATIENCE_SECONDS).close()
    except (OSError, OverflowError) as error:
        raise _unreached(cluster, str(getattr(error, "strerror", None) or error)) from None


def _unreached(cluster: ClusterSettings, why: object) -> InputError:
    return InputError("launchers-unreached", launcher=LIBRARY, address=cluster.address or "none", why=why)


def begin(cluster: ClusterSettings, n: int, threads: int) -> OnRay:
    """Ray for a run; nothing is started yet."""
    return OnRay(cluster, n, threads)


class OnRay:
    """Has blocks done as tasks of Ray, which gives a task out again whose worker or node was lost.

    Parameters
    ----------
    cluster : ClusterSettings
    n : int
        Tasks at a time.
    threads : int
        Processors of a task.
    """

    def __init__(self, cluster: ClusterSettings, n: int, threads: int) -> None:
        self.cluster, self.n, self.threads = cluster, n, threads
        self._is_ours = False

    def answers(self, blocks: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
        """See :class:`sim.runs.launchers.blocks.Launcher`."""
        ray = self._connected()
        task = ray.remote(do).options(num_cpus=self.threads, max_retries=RETRIES)
        waiting, out = enumerate(blocks), dict[Any, int]()  # the latter by what Ray calls their result
        while True:
            while len(out) < self.n and (one := next(waiting, None)) is not None:
                out[task.remote(one[1])] = one[0]
            if not out:
                return
            for ready in ray.wait(list(out), num_returns=1)[0]:
                with _lost_work():
                    answer = ray.get(ready)
                yield out.pop(ready), answer

    def _connected(self) -> Any:
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nobody outside is told what is run
        import ray

        if not ray.is_initialized():
            here = {"num_cpus": self.n * self.threads, "include_dashboard": False} if not self.cluster.address else {}
            try:
                with _own_signals():
                    ray.init(self.cluster.address or "local", logging_level="error", log_to_driver=False, **here)
            except (ConnectionError, RuntimeError, TimeoutError, ValueError) as error:
                is_auto = self.cluster.address == "auto"
                why = fault("launchers-none-running") if is_auto else " ".join(str(error).split())[:200]
                raise _unreached(self.cluster, why) from None
            self._is_ours = True
        return ray

    def end(self) -> None:
        """Leave the cluster, whose tasks of ours end with that; one that was started here ends, too."""
        if self._is_ours:
            import ray

            ray.shutdown()
            self._is_ours = False


@contextmanager
def _own_signals() -> Iterator[None]:
    """Keep what signals do: Ray has SIGTERM end the process on the spot."""
    before = signal.getsignal(signal.SIGTERM)
    try:
        yield
    finally:
        if signal.getsignal(signal.SIGTERM) is not before:
            signal.signal(signal.SIGTERM, before)


@contextmanager
def _lost_work() -> Iterator[None]:
    """Say what Ray says of work that it has given up."""
    from ray.exceptions import RayError, RayTaskError

    try:
        yield
    except RayTaskError:
        raise
    except RayError as error:
        raise WorkLost(LIBRARY, RETRIES + 1, type(error).__name__) from None
