"""The n-gram model of syllables: its file, its table, its look-ups."""
