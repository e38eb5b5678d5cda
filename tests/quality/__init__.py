"""How well vnfix repairs: seeded damage of held-out text, scoring, and the report.

Run `python -m tests.quality --help` from the checkout.
"""
