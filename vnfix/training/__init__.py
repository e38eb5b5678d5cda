"""Making the shipped model from a corpus; nothing here is needed to repair a text."""
