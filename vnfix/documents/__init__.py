"""From the bytes of a file to its text, and back: one module a document format."""
