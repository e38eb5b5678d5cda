"""Text in an old encoding, or decoded with the wrong one, and its way back to Unicode.

Start with `vnfix.encodings.stage.find_repairs`, the stage before the channels.  Bytes are decoded by
`vnfix.documents.decoding`, which asks `vnfix.encodings.detection` what they are.
"""
