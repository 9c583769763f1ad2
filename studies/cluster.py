"""A cluster that runs a study, by the address of its Dask scheduler."""

import socket
import struct
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from crosspark.governance.errors import BadInput, Text

#: How long a scheduler has to answer, in seconds.
_PATIENCE = 3

#: More bytes than any scheduler's greeting has.
_LONGEST_GREETING = 2**20

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
        _greeted(address)
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


def _greeted(address: str) -> None:
    """Raise where what answers at an address is no scheduler.

    A scheduler speaks first, and begins with the length of what it says. `Client` would wait for ever for a
    web server, which does not speak first, and take another's greeting for a length of exabytes.
    """
    at = urlsplit(address if "://" in address else f"tcp://{address}")
    if at.scheme != "tcp":
        return
    with socket.create_connection((at.hostname, at.port), _PATIENCE) as there:
        there.settimeout(_PATIENCE)
        said = there.makefile("rb").read(8)
    if len(said) < 8 or struct.unpack("<Q", said)[0] > _LONGEST_GREETING:
        raise ValueError(said)
