"""One measurement in a process of its own: `python -m tests.bench.worker TOOL FILE SECONDS`.

Prints one JSON object: `load_seconds`, `seconds`, `syllables` done, parts `refused` and `peak_bytes` of the
process; or `missing`, when the tool is not installed.  Seconds are of the processor, its children's among them:
other work on the machine counts for less so.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import sys
from pathlib import Path

from tests.bench.tools import LOADERS, cut


def read_clock() -> float:
    """Seconds of processor time of this process and those that it ran."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def measure(tool: str, text: str, limit: float) -> dict[str, float | str]:
    """Load a tool and run it on a text, a peer for about `limit` seconds at most."""
    # As the command of vnfix does it, for all tools alike.
    gc.set_threshold(100_000, 20, 20)
    started = read_clock()
    try:
        process = LOADERS[tool](text)
        process("mot dong")
    except ImportError as error:
        return {"missing": str(error)}
    loaded = read_clock()
    syllables = refused = 0
    for part in cut(tool, text):
        if part.strip():
            try:
                process(part)
                syllables += len(part.split())
            except Exception:
                # some peers crash on letters that they do not know: the part does not count
                if tool == "vnfix":
                    raise
                refused += 1
        if read_clock() - loaded > limit:
            break
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "load_seconds": loaded - started,
        "seconds": read_clock() - loaded,
        "syllables": syllables,
        "refused": refused,
        # kilobytes on Linux, bytes on macOS
        "peak_bytes": peak if sys.platform == "darwin" else 1024 * peak,
    }


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1], Path(sys.argv[2]).read_text(encoding="utf-8"), float(sys.argv[3]))))
