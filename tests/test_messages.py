"""Messages in other languages: none is missing, none is broken, and the one that is asked for is spoken."""

from __future__ import annotations

import ast
import gettext
import re
import string
import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests import messages
from vnfix.messages import FOLDER, LANGUAGES, tr, tr_count, use_language
from vnfix.review.keys import KEYS

LETTERS = re.compile(r"[A-Za-z]{2,}")
# Names of programs and of forms of text, which are the same in every language.
SAME = re.compile(r"\b(?:vnfix(?: review)?|JSON|PDF|ZIP)\b")


@pytest.fixture(params=messages.TRANSLATED)
def language(request) -> str:
    return request.param


@pytest.fixture
def speaking(language, monkeypatch):
    monkeypatch.setenv("LANGUAGE", language)
    use_language()
    yield language
    monkeypatch.undo()
    use_language()


class TestCatalogues:
    def test_every_message_has_a_translation(self, language):
        catalog = messages.bring_up_to_date(language)
        assert messages.list_untranslated(catalog) == [], "fill vnfix.po, then: python -m tests.messages"

    def test_a_new_message_would_be_missed(self, language):
        catalog = messages.bring_up_to_date(language)
        catalog.add("a message that nobody translated")
        catalog.add(("one message", "several messages"))
        assert len(messages.list_untranslated(catalog)) == 2

    def test_nothing_is_translated_that_is_said_no_more(self, language):
        said = {message.id for message in messages.gather()}
        assert {message.id for message in messages.read(language)} == said

    def test_what_is_compiled_is_what_was_translated(self, language):
        compiled = gettext.translation("vnfix", FOLDER, [language])
        for message in messages.read(language):
            if isinstance(message.id, tuple):
                assert compiled.ngettext(*message.id, 3) == message.string[-1]
            elif message.id:
                assert compiled.gettext(message.id) == message.string

    def test_what_is_put_in_is_the_same(self, language):
        for message in messages.read(language):
            ids = message.id if isinstance(message.id, tuple) else (message.id,)
            strings = message.string if isinstance(message.string, tuple) else (message.string,)
            # Messages of click that count choices and arguments without a {count}.
            wanted = {field for one in ids for field in list_fields(one)}
            for one in strings:
                assert set(list_fields(one)) <= wanted, one
                assert wanted - set(list_fields(one)) <= {("choice", "", ""), ("nargs", "", "")}, one

    def test_blanks_and_line_ends_around_are_the_same(self, language):
        for message in messages.read(language):
            if message.id and isinstance(message.id, str):
                assert find_margins(message.id) == find_margins(message.string), message.id

    def test_there_are_catalogues_for_all_languages_and_no_others(self):
        found = {path.name for path in FOLDER.iterdir() if path.is_dir()}
        assert found == set(messages.TRANSLATED) == set(LANGUAGES) - {"en"}


def list_fields(text: str) -> list[tuple[str, str, str]]:
    parts = string.Formatter().parse(text)
    return [
        (name, spec or "", conversion or "")
        for _, name, spec, conversion in parts
        if name and name.isidentifier()
    ]


def find_margins(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


class TestSources:
    @pytest.mark.parametrize(
        "path",
        sorted(
            path
            for part in ("batch", "cli", "documents", "review")
            for path in (FOLDER.parent / part).rglob("*.py")
        ),
        ids=lambda path: path.name,
    )
    def test_no_sentence_is_said_past_the_catalogues(self, path):
        assert list(find_bare_sentences(path.read_text("utf-8"))) == []

    @pytest.mark.parametrize(
        ("line", "found"),
        [
            ('message = "a thing is wrong"', 1),
            ('message = f"{name} is wrong"', 1),
            ('write_message(f"{name}: two words")', 1),
            ('raise click.UsageError("give a file")', 1),
            ('message = tr("a thing is wrong")', 0),
            ('message = f"{path}: {error}"', 0),
            ('return "two words"', 1),
        ],
    )
    def test_what_counts_as_one(self, line, found):
        assert len(list(find_bare_sentences(f"def call():\n    {line}\n"))) == found


def find_bare_sentences(source: str):
    """What a function says without asking for a translation: two words or more, outside of docstrings."""
    for function in ast.walk(ast.parse(source)):
        if isinstance(function, ast.FunctionDef):
            for statement in function.body[ast.get_docstring(function) is not None :]:
                yield from find_in(statement)


def find_in(node: ast.AST):
    is_note = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    if is_note or isinstance(node, ast.FunctionDef) or (isinstance(node, ast.keyword) and node.arg == "help"):
        return
    if isinstance(node, ast.Call):
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name in {"tr", "mark", "tr_count", "from_markup", "execute"}:
            return
    if isinstance(node, ast.Constant | ast.JoinedStr):
        values = node.values if isinstance(node, ast.JoinedStr) else [node]
        text = "".join(
            one.value if isinstance(one, ast.Constant) and isinstance(one.value, str) else "\0"
            for one in values
        )
        plain = SAME.sub("", text)
        if LETTERS.search(plain) and " " in plain.strip(" :"):
            yield text
        return
    for child in ast.iter_child_nodes(node):
        yield from find_in(child)


class TestSpeaking:
    def test_a_library_speaks_english(self):
        code = "import vnfix; print(vnfix.repair('c  quan, đ n vị').corrections[0].reason)"
        result = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env={"LANGUAGE": "vi", "PYTHONPATH": str(FOLDER.parent.parent), "PATH": ""},
        )
        assert "left a blank" in result.stdout

    def test_what_is_said_and_counted(self, speaking):
        assert tr("nothing to decide") != "nothing to decide"
        assert tr_count("{count} place", "{count} places", 3) == messages.read("vi").get(
            ("{count} place", "{count} places")
        ).string[0].format(count=3)
        assert tr("") == ""
        assert tr("never translated") == "never translated"

    def test_the_labels_of_the_keys_fit(self, speaking):
        from vnfix.review.screen.board import _KEY_WIDTH

        assert [key.key for key in KEYS if cell_len(f"{key.key} {tr(key.label)}") >= _KEY_WIDTH] == []


def test_the_readme_in_vietnamese_names_what_the_other_names():
    root = Path(__file__).parent.parent
    texts = [(root / name).read_text("utf-8") for name in ("README.md", "docs/README.vi.md")]
    commands = [set(re.findall(r"^    (?:\$ )?vnfix (\w+)", text, re.MULTILINE)) for text in texts]
    assert commands[0] == commands[1]
    assert "docs/README.vi.md" in texts[0] and "../README.md" in texts[1]
