"""The run on a Dask cluster: the same jobs, through its executor.

The workers need vnfix installed, and the folders of input and output under the same paths as here.
"""

from __future__ import annotations

import re

from vnfix.batch.running import Pool
from vnfix.errors import InputError
from vnfix.messages import tr

_ADDRESS = re.compile(r":\d+$")
_WAIT = 10
"""Seconds to wait for the scheduler."""


def make_cluster_pool(address: str) -> Pool:
    """Connect to the scheduler at `address` (`tcp://host:8786`).

    A worker that dies is the cluster's business: it gives the file to others, and only one that has killed
    several workers comes back as failed.  Raises InputError when there is no scheduler, or it has no workers.
    """
    try:
        from distributed import Client, KilledWorker
    except ModuleNotFoundError:
        message = tr("--cluster needs another package: pip install 'vnfix[cluster]'")
        raise InputError(message) from None
    if not _ADDRESS.search(address):
        message = tr("{address} is no address of a scheduler, such as tcp://host:8786").format(
            address=address
        )
        raise InputError(message)
    try:
        client = Client(address, timeout=_WAIT, set_as_default=False)
        workers = sum(client.nthreads().values())
    except (OSError, ValueError) as error:
        message = tr("no scheduler answers at {address} ({error})").format(
            address=address, error=" ".join(str(error).split())
        )
        raise InputError(message) from None
    if not workers:
        message = tr("the cluster at {address} has no workers").format(address=address)
        raise InputError(message)
    return Pool(
        make=lambda: client.get_executor(pure=False),
        workers=workers,
        close=lambda executor, finished: executor.shutdown(wait=finished),
        killed=(KilledWorker,),
    )
