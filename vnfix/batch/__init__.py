"""Many files in one run: chosen, planned, repaired by a pool of workers, and written down in a journal.

Start with `vnfix.batch.running`.  `selecting` finds the inputs, `planning` gives each its output, `working`
repairs one file, `journal` remembers what is done, so that a run that was stopped goes on where it was.
"""
