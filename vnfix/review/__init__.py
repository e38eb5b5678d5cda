"""Deciding by hand what the engine is not sure of.

Start with `session.Review`: the places of one text, the answers given, and the text that they make.
`places` finds what is to be decided and `glyphs` the marks that are asked once for the whole document;
`ordering` and `filters` say in which order and which of them; `desk` turns keys into answers, for the line
mode (`plain`) and the full screen (`screen`) alike.  `records` is the form of answers on disk, `matching`
finds them again in a text that changed, `merging` joins those of several readers.

Nothing here opens a file; `vnfix.cli.review` does.
"""
