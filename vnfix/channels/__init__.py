"""Channels: each proposes readings for one kind of damage."""
