"""A cluster that runs a study, by the address of its Dask scheduler."""

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Any

from crosspark.governance.errors import BadInput, Text

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
        hint = Text(
            "it needs dask.distributed: pip install 'crosspark[distributed]'",
            "需要 dask.distributed:pip install 'crosspark[distributed]'",
        )
        raise BadInput(_WHERE, None, "--dask", address, hint) from error
    try:
        client: Any = Client(address, timeout=_PATIENCE)
    except (OSError, ValueError, ImportError) as error:
        hint = Text(
            f"no Dask scheduler answers there within {_PATIENCE} seconds; dask scheduler prints its address",
            f"該處{_PATIENCE}秒內沒有 Dask 調度器應答;運行 dask scheduler 會顯示其地址",
        )
        raise BadInput(_WHERE, None, "--dask", address, hint) from error
    with client:
        if not client.ncores():
            raise BadInput(
                _WHERE,
                None,
                "--dask",
                address,
                Text(
                    f"no worker has joined it; dask worker {address}",
                    f"沒有工作進程加入;請運行 dask worker {address}",
                ),
            )
        yield client.get_executor()
