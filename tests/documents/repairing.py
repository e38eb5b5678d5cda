"""Opens, repairs and writes a document as the commands do."""

from __future__ import annotations

from tests.repair.engine import shared_repairer
from vnfix.documents.formats import open_document
from vnfix.documents.opened import fit_repair
from vnfix.render.edits import list_edits


def repair_bytes(data: bytes, name: str) -> bytes:
    document = open_document(data, name)
    repair = fit_repair(document, shared_repairer().repair(document.text))
    return document.write(list_edits(repair))
