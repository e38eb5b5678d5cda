"""One measurement in a process of its own: `python -m tests.bench.worker TOOL FILE SECONDS`.

Prints one JSON object: `load_seconds`, `seconds`, `syllables` done, lines `refused` and
`peak_bytes` of the process; or `missing`, when the tool is not installed.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from time import perf_counter

from tests.bench.tools import LOADERS


def measure(tool: str, text: str, limit: float) -> dict[str, float | str]:
    """Load a tool and run it on a text, a peer for about `limit` seconds at most."""
    started = perf_counter()
    try:
        process = LOADERS[tool](text)
        process("mot dong")
    except ImportError as error:
        return {"missing": str(error)}
    loaded = perf_counter()
    syllables = refused = 0
    for part in [text] if tool == "vnfix" else text.splitlines():
        if part.strip():
            try:
                process(part)
                syllables += len(part.split())
            except Exception:
                # some peers crash on letters that they do not know: the line does not count
                if tool == "vnfix":
                    raise
                refused += 1
        if perf_counter() - loaded > limit:
            break
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "load_seconds": loaded - started,
        "seconds": perf_counter() - loaded,
        "syllables": syllables,
        "refused": refused,
        # kilobytes on Linux, bytes on macOS
        "peak_bytes": peak if sys.platform == "darwin" else 1024 * peak,
    }


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1], Path(sys.argv[2]).read_text(encoding="utf-8"), float(sys.argv[3]))))
