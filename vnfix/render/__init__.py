"""From a repair to what is printed: one module an output, each a pure function of its input."""
