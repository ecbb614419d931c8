"""Threads: the one that calls the network takes all cores, its helpers one each.

The threads of an OpenMP team wait awake for each other, for as long as all teams of the process
together have no more threads than there are cores. With one more they sleep, wherever they meet:
hundreds of times in a call of the network. A helper that touched a single large tensor left a
team behind, and on two cores every call took twice as long from then on.

Source: https://gcc.gnu.org/onlinedocs/libgomp/GOMP_005fSPINCOUNT.html
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock, Thread
from typing import TYPE_CHECKING, TypeVar

import torch

if TYPE_CHECKING:
    from collections.abc import Callable

_In = TypeVar("_In")
_Out = TypeVar("_Out")
_changing = Lock()


def helpers(count: int, name: str) -> ThreadPoolExecutor:
    """Make threads that stay, and take one core each however large their tensors are."""
    return ThreadPoolExecutor(count, thread_name_prefix=name, initializer=_take_one_core)


def in_passing(work: Callable[[_In], _Out], item: _In, name: str) -> Future[_Out]:
    """Start work that takes all cores, in a thread that ends with it and leaves no team behind.

    For what must be done as the network's own thread would: a model is tried while it is loaded.
    Until it is done the network is slower.
    """
    thread = ThreadPoolExecutor(1, thread_name_prefix=name, initializer=_take_all_cores)
    future = thread.submit(work, item)
    thread.shutdown(wait=False)
    return future


def _take_all_cores() -> None:
    """Have torch note what this thread may take, at a moment when nobody changes it."""
    with _changing:
        torch.get_num_threads()


def _take_one_core() -> None:
    """Keep this thread to one core, and no other.

    torch remembers the number for this thread, and for those that are yet to use it: another
    thread therefore says at once what it was. Helpers start when something is to be drawn, so the
    thread that draws has long used torch by then.
    """
    with _changing:
        usual = torch.get_num_threads()
        torch.set_num_threads(1)
        other = Thread(target=torch.set_num_threads, args=(usual,))
        other.start()
        other.join()
