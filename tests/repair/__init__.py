"""The specification of a repair, with the shipped dictionaries."""
