"""Speed and memory of vnfix beside other tools; run `python -m tests.bench --help`."""
