"""A cluster that runs a study, by the address of its Dask scheduler."""

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Any

from crosspark.governance.errors import BadInput

#: How long a scheduler has to answer, in seconds.
_PATIENCE = 3

_WHERE = "<command line>"


@contextmanager
def connected(address: str | None) -> Iterator[Executor | None]:
    """Hand out an executor on the cluster at an address, or none where there is no address.

    Raises
    ------
    BadInput
        If nothing answers there, or dask.distributed is not installed.
    """
    if address is None:
        yield None
        return
    try:
        from distributed import Client
    except ImportError as error:
        hint = "it needs dask.distributed: pip install 'crosspark[distributed]'"
        raise BadInput(_WHERE, None, "--dask", address, hint) from error
    try:
        client: Any = Client(address, timeout=_PATIENCE)
    except (OSError, ValueError, ImportError) as error:
        hint = (
            f"no Dask scheduler answers there within {_PATIENCE} seconds; dask scheduler prints its address"
        )
        raise BadInput(_WHERE, None, "--dask", address, hint) from error
    with client:
        if not client.ncores():
            raise BadInput(_WHERE, None, "--dask", address, f"no worker has joined it; dask worker {address}")
        yield client.get_executor()
