"""The repairer that the tests of this folder share: opening the dictionaries takes a second."""

from __future__ import annotations

from functools import cache

from vnfix import Repairer


@cache
def shared_repairer() -> Repairer:
    """A repairer with the shipped dictionaries."""
    return Repairer()
