"""The tests of vnfix, its quality measurement and its benchmark."""
