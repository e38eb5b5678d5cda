"""What a line that needs no repair leaves unmade: each of these took a twentieth of a start-up or more."""

from __future__ import annotations

from vnfix.dictionaries import Dictionaries, find_dictionaries
from vnfix.document import Document
from vnfix.repairer import decode_document


def test_a_plain_line_makes_no_rows_and_lists_no_spellings():
    data = Dictionaries(find_dictionaries())
    assert decode_document(Document.of_text("một dòng", data.lexicon), data) is None
    assert "words" not in vars(data.lexicon)
    assert "_spellings" not in vars(data.patterns)
    assert "_by_key" not in vars(data.near_words)
    assert data.contexts is not None
    assert "weights" not in vars(data.contexts.hidden)
