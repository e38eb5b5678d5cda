"""`python -m vnfix`: the same as the `vnfix` command."""

from __future__ import annotations

import sys

from vnfix.cli import main

if __name__ == "__main__":
    sys.exit(main())
