"""The context model: which words keep company with which, up to sixty symbols away on both sides."""
