"""The command line as its users meet it: processes, streams and exit codes."""
