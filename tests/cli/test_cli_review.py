"""`vnfix review`, line by line and without a terminal: what is written, what is kept, what is lost (nothing)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

DAMAGED = "các c  quan\nth c hiện m t sô ngày 2 /7\n"
FIXED = "các cơ quan\nthực hiện m t sô ngày 2 /7\n"
LOG = "a.txt.vnfix-review.jsonl"


@pytest.fixture
def review(run, put):
    """Review a.txt line by line; each argument is a line that is typed."""
    put("a.txt", DAMAGED)

    def call(*lines: str, options: tuple[str, ...] = ()):
        return run(
            "review", "--plain", "--order", "position", *options, "a.txt", stdin="\n".join(lines).encode()
        )

    return call


def types(path: Path) -> list[str]:
    return [json.loads(line)["type"] for line in path.read_text("utf-8").splitlines()]


class TestWriting:
    def test_in_place_with_the_old_content_beside_it(self, review, tmp_path):
        result = review("f open", "y", "5", "q")
        assert (result.returncode, result.stderr) == (0, b"")
        assert (tmp_path / "a.txt").read_text("utf-8") == "các cơ quan\nthực hiện một số ngày 25/7\n"
        assert (tmp_path / "a.txt.bak").read_text("utf-8") == DAMAGED

    def test_to_another_file(self, review, tmp_path):
        assert review("n", "q", options=("-o", "b.txt")).returncode == 0
        assert (tmp_path / "a.txt").read_text("utf-8") == DAMAGED
        assert (tmp_path / "b.txt").read_text("utf-8") == FIXED.replace("cơ quan", "c  quan")
        assert not (tmp_path / "a.txt.bak").exists()

    def test_with_ask_all_only_decided_places_change(self, review, tmp_path):
        review("n", "y", "q", options=("--ask-all",))
        assert (tmp_path / "a.txt").read_text("utf-8") == DAMAGED.replace("th c", "thực")

    @pytest.mark.parametrize("lines", [["y", "Q"], ["y"], []])
    def test_leaving_writes_nothing_and_keeps_the_answers(self, review, tmp_path, lines):
        result = review(*lines)
        assert (result.returncode, (tmp_path / "a.txt").read_text("utf-8")) == (0, DAMAGED)
        assert (tmp_path / LOG).exists() is bool(lines)
        assert (b"--resume goes on" in result.stderr) is bool(lines)

    def test_nothing_decided_nothing_written(self, review, tmp_path):
        assert "nothing was decided" in review("q").stdout.decode()
        assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt"]

    def test_writing_without_an_answer_is_possible_when_asked_for(self, review, tmp_path):
        review("w", "q")
        assert (tmp_path / "a.txt").read_text("utf-8") == FIXED

    def test_writing_twice_keeps_the_first_content_as_backup(self, review, tmp_path):
        review("y", "w", "y", "w", "n", "q")
        assert (tmp_path / "a.txt.bak").read_text("utf-8") == DAMAGED

    def test_bytes_and_line_ends_that_nobody_decided_stay(self, run, put, tmp_path):
        data = b"\xef\xbb\xbf" + "c  quan \r\n\r\n\tth c hiện".encode()
        put("a.txt", data)
        run("review", "--plain", "a.txt", stdin=b"n\nq\n")
        written = (tmp_path / "a.txt").read_bytes()
        assert written in (
            data.replace(b"th c", "thực".encode()),
            data.replace(b"c  q", "cơ q".encode()),
        )

    def test_a_file_changed_meanwhile_is_not_written_over(self, program, environment, put, tmp_path):
        path = put("a.txt", DAMAGED)
        with start(program, environment, tmp_path, "a.txt") as process:
            talk(process, "y")
            path.write_text("khác\n", "utf-8")
            output, _ = process.communicate(b"w\nQ\n", timeout=30)
        assert "changed by another program" in output.decode()
        assert path.read_text("utf-8") == "khác\n"


class TestResuming:
    def test_answers_are_there_again(self, review, tmp_path):
        review("n", "Q")
        assert review("f open", "y", "q", options=("--resume",)).returncode == 0
        assert (tmp_path / "a.txt").read_text("utf-8") == "các c  quan\nthực hiện một số ngày 2 /7\n"

    def test_with_ask_all_what_was_accepted_beforehand_is_no_more(self, run, review, tmp_path):
        review("n", "Q")
        assert review("y", "q", options=("--resume", "--ask-all")).returncode == 0
        assert (tmp_path / "a.txt").read_text("utf-8") == DAMAGED.replace("th c", "thực")
        applied = run("review", "--apply", LOG, "a.txt", "-o", "-")
        assert applied.stdout.decode() == DAMAGED.replace("th c", "thực")

    def test_what_was_asked_is_asked_again_without_ask_all(self, review, tmp_path):
        review("n", "Q", options=("--ask-all",))
        review("q", options=("--resume",))
        assert (tmp_path / "a.txt").read_text("utf-8") == DAMAGED

    def test_they_can_be_undone(self, review, tmp_path):
        review("n", "Q")
        review("u", "w", "Q", options=("--resume",))
        assert (tmp_path / "a.txt").read_text("utf-8") == FIXED

    def test_a_written_file_is_taken_up_from_its_backup(self, review, tmp_path):
        review("n", "q")
        review("f open", "y", "q", options=("--resume",))
        assert (tmp_path / "a.txt").read_text("utf-8") == "các c  quan\nthực hiện một số ngày 2 /7\n"
        assert (tmp_path / "a.txt.bak").read_text("utf-8") == DAMAGED

    def test_a_link_is_written_through_and_taken_up(self, run, put, tmp_path):
        (tmp_path / "deep").mkdir()
        target = put("deep/a.txt", DAMAGED)
        (tmp_path / "link.txt").symlink_to(target)
        command = ("review", "--plain", "--order", "position", "link.txt")
        run(*command, stdin=b"n\nq\n")
        assert run(*command, "--resume", stdin=b"u\nn\nn\nq\n").returncode == 0
        assert (tmp_path / "link.txt").is_symlink()
        assert target.read_text("utf-8") == FIXED.replace("cơ", "c ").replace("thực", "th c")
        assert (tmp_path / "deep" / "a.txt.bak").read_text("utf-8") == DAMAGED

    def test_answers_that_were_all_taken_back_leave_their_traces(self, review, tmp_path):
        review("n", "q")
        review("u", "Q", options=("--resume",))
        assert types(tmp_path / LOG) == ["review", "presumed", "answer", "written", "undo"]

    def test_a_written_file_without_its_backup_is_refused(self, review, tmp_path):
        review("n", "q")
        (tmp_path / "a.txt.bak").unlink()
        result = review("q", options=("--resume",))
        assert (result.returncode, result.stderr.count(b"\n")) == (3, 1)
        assert b"--restart" in result.stderr

    def test_without_saying_what_becomes_of_answers_nothing_is_done(self, review, tmp_path):
        review("n", "Q")
        kept = (tmp_path / LOG).read_bytes()
        result = review("y", "q")
        assert result.returncode == 3
        assert b"holds 1 answer of an earlier review; --resume" in result.stderr
        assert (tmp_path / LOG).read_bytes() == kept
        assert (tmp_path / "a.txt").read_text("utf-8") == DAMAGED

    def test_restarting_puts_them_aside(self, review, tmp_path):
        review("n", "Q")
        kept = (tmp_path / LOG).read_bytes()
        for name in (f"{LOG}.bak", f"{LOG}.bak2"):
            review("y", "Q", options=("--restart",))
            assert (tmp_path / name).exists()
        assert (tmp_path / f"{LOG}.bak").read_bytes() == kept

    def test_resuming_what_was_never_begun_begins_it(self, review, tmp_path):
        review("y", "q", options=("--resume",))
        assert (tmp_path / "a.txt").read_text("utf-8") == FIXED

    @pytest.mark.parametrize(
        ("encoding", "options"), [("utf-8-sig", ()), ("utf-16", ()), ("utf-16-le", ("-e", "utf-16-le"))]
    )
    def test_a_written_file_is_taken_up_in_its_encoding(self, run, put, tmp_path, encoding, options):
        put("a.txt", DAMAGED.encode(encoding))
        command = ("review", "--plain", "--order", "position", *options, "a.txt")
        run(*command, stdin=b"n\nq\n")
        assert run(*command, "--resume", stdin=b"y\nq\n").returncode == 0
        written = (tmp_path / "a.txt").read_bytes().decode(encoding)
        assert written == FIXED.replace("cơ", "c ")

    def test_a_converted_file_is_taken_up_from_its_old_encoding(self, run, put, tmp_path):
        damaged = "C\xb8c c  quan ®¬n vÞ tr\xf9c thu\xe9c ®\xb7 b\xb8o c\xb8o.\n".encode("latin-1", "ignore")
        put("a.txt", damaged)
        result = run("review", "--plain", "-e", "tcvn3", "a.txt", stdin=b"n\nq\n")
        assert result.returncode == 0
        text = (tmp_path / "a.txt").read_bytes().decode("utf-8")
        assert "c  quan đơn vị" in text
        assert run("review", "--plain", "--resume", "a.txt", stdin=b"u\ny\nq\n").returncode == 0
        assert (tmp_path / "a.txt").read_bytes().decode("utf-8") == text.replace("c  quan", "cơ quan")

    def test_a_torn_line_is_cut_off(self, review, tmp_path):
        review("n", "y", "Q")
        log = tmp_path / LOG
        log.write_bytes(log.read_bytes()[:-5])
        review("w", "Q", options=("--resume",))
        assert (tmp_path / "a.txt").read_text("utf-8") == FIXED.replace("cơ", "c ")
        assert types(log) == ["review", "presumed", "answer", "written"]

    def test_a_source_that_changed_is_noticed_and_matched(self, review, put, tmp_path):
        review("n", "Q")
        put("a.txt", "đầu đề mới\n" + DAMAGED)
        result = review("w", "Q", options=("--resume",))
        assert b"changed since it was reviewed" in result.stderr
        assert (tmp_path / "a.txt").read_text("utf-8") == "đầu đề mới\n" + FIXED.replace("cơ", "c ")

    def test_an_answer_whose_place_is_gone_is_told(self, review, put, tmp_path):
        review("n", "Q")
        put("a.txt", "hoàn toàn khác, th c hiện\n")
        result = review("Q", options=("--resume",))
        assert "no place for 'c '" in result.stderr.decode()
        assert (tmp_path / f"{LOG}.bak").exists()

    def test_a_broken_file_of_decisions_is_refused_and_kept(self, review, tmp_path):
        (tmp_path / LOG).write_text("xin chào\n", "utf-8")
        result = review("y", "q")
        assert (result.returncode, result.stdout) == (3, b"")
        assert f"{LOG}: line 1 is broken" in result.stderr.decode()
        assert (tmp_path / LOG).read_text("utf-8") == "xin chào\n"


class TestBeingKilled:
    @pytest.mark.skipif(os.name == "nt", reason="kill -9 is of POSIX")
    def test_no_answer_is_lost(self, review, program, environment, put, tmp_path):
        put("a.txt", DAMAGED)
        with start(program, environment, tmp_path, "a.txt") as process:
            talk(process, "n", "n", "y")
            process.kill()
        assert types(tmp_path / LOG) == ["review", "presumed", "answer", "answer", "answer"]
        assert (tmp_path / "a.txt").read_text("utf-8") == DAMAGED
        review("w", "Q", options=("--resume",))
        assert (tmp_path / "a.txt").read_text("utf-8") == DAMAGED.replace("m t sô", "một số")

    @pytest.mark.skipif(os.name == "nt", reason="the lock is of POSIX")
    def test_two_reviews_of_one_file_exclude_each_other(self, run, program, environment, put, tmp_path):
        put("a.txt", DAMAGED)
        with start(program, environment, tmp_path, "a.txt") as process:
            talk(process, "y")
            other = run("review", "--plain", "--resume", "a.txt", stdin=b"y\n")
            assert (other.returncode, b"another review" in other.stderr) == (3, True)
            process.communicate(b"Q\n", timeout=30)


class TestApplying:
    def apply(self, run, *arguments, stdin=b""):
        return run(
            "review",
            *(f"--apply={LOG}" for _ in range(not any("--apply" in a for a in arguments))),
            *arguments,
            stdin=stdin,
        )

    def test_the_same_text_comes_out_without_a_terminal(self, run, review, tmp_path):
        review("n", "y", "y", "7", "Q")
        result = self.apply(run, "a.txt", "-o", "-")
        assert (result.returncode, result.stderr) == (0, b"")
        assert result.stdout.decode() == "các c  quan\nthực hiện một số ngày 27/7\n"
        self.apply(run, "a.txt")
        assert (tmp_path / "a.txt").read_bytes() == result.stdout
        assert (tmp_path / "a.txt.bak").read_text("utf-8") == DAMAGED

    def test_needs_no_engine(self, run, review, tmp_path):
        review("n", "Q")
        result = self.apply(run, "--dictionaries", "nowhere", "a.txt", "-o", "-")
        assert (result.returncode, result.stdout.decode()) == (0, FIXED.replace("cơ", "c "))

    def test_in_a_pipe(self, run, review):
        review("n", "Q")
        assert self.apply(run, "-", stdin=DAMAGED.encode()).stdout.decode() == FIXED.replace("cơ", "c ")

    def test_a_written_file_gives_the_same_again(self, run, review, tmp_path):
        review("n", "q")
        written = (tmp_path / "a.txt").read_bytes()
        assert self.apply(run, "a.txt").returncode == 0
        assert (tmp_path / "a.txt").read_bytes() == written

    def test_two_readers_are_joined_and_conflicts_shown(self, run, review, tmp_path):
        review("n", "Q", options=("--decisions", "an.jsonl"))
        review("y", "n", "Q", options=("--decisions", "ba.jsonl"))
        result = self.apply(run, "--apply=an.jsonl", "--apply=ba.jsonl", "a.txt", "-o", "-")
        assert result.returncode == 1
        assert result.stdout.decode() == DAMAGED
        assert result.stderr.decode() == (
            "a.txt:1:5: readers differ on 'c ', which stays: an.jsonl wants 'c ', ba.jsonl wants 'cơ'\n"
        )
        assert (
            self.apply(
                run, "--apply=an.jsonl", "--apply=ba.jsonl", "--exit-zero", "a.txt", "-o", "-"
            ).returncode
            == 0
        )

    def test_a_decision_whose_place_is_gone_is_told(self, run, review, put):
        review("n", "y", "Q")
        put("a.txt", DAMAGED.replace("các c  quan", "nhà"))
        result = self.apply(run, "a.txt", "-o", "-")
        assert (result.returncode, result.stdout.decode()) == (1, "nhà\n" + FIXED.splitlines()[1] + "\n")
        assert "no place for 'c '" in result.stderr.decode()

    @pytest.mark.parametrize("content", [b"", b"{}\n", b"\xff\n", b'{"type": "review", "schema": 9}\n'])
    def test_another_file_is_refused(self, run, put, tmp_path, content):
        put("a.txt", DAMAGED)
        put(LOG, content)
        result = self.apply(run, "a.txt")
        assert (result.returncode, result.stdout, result.stderr.count(b"\n")) == (3, b"", 1)
        assert (tmp_path / "a.txt").read_text("utf-8") == DAMAGED

    def test_a_missing_file_is_named(self, run, put):
        put("a.txt", DAMAGED)
        result = self.apply(run, "a.txt")
        assert (result.returncode, LOG in result.stderr.decode()) == (3, True)


class TestRefusing:
    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["a.txt"], "needs a terminal; --plain"),
            ([], "Missing argument"),
            (["-", "--plain"], "standard input cannot be reviewed"),
            (["a.txt", "a.txt", "--plain", "-o", "b.txt"], "-o takes one input file"),
            (["a.txt", "--plain", "-o", "a.txt"], "is the input itself"),
            (["a.txt", "--plain", "-o", "-"], "needs --apply"),
            (["a.txt", "--plain", "--resume", "--restart"], "exclude each other"),
            (["a.txt", "--plain", "--apply", "x"], "exclude each other"),
            (["a.txt", "--plain", "--backup", "/x"], "is no suffix"),
            (["a.txt", "--plain", "--order", "gì"], "--order"),
        ],
    )
    def test_a_wrong_command_line(self, run, put, tmp_path, arguments, said):
        put("a.txt", DAMAGED)
        result = run("review", *arguments, stdin=b"y\nq\n")
        assert (result.returncode, result.stdout) == (2, b"")
        assert said in result.stderr.decode()
        assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]

    @pytest.mark.parametrize("content", [None, b"\xff\xfe\xff", b"a\0b"])
    def test_a_file_that_cannot_be_read_does_not_stop_the_others(self, run, put, tmp_path, content):
        if content is not None:
            put("x.txt", content)
        put("a.txt", DAMAGED)
        result = run("review", "--plain", "x.txt", "a.txt", stdin=b"n\nq\n")
        assert result.returncode == 3
        assert result.stderr.decode().startswith("vnfix: x.txt: ")
        assert (tmp_path / "a.txt.bak").exists()

    @pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="permissions do not bind the superuser")
    def test_a_folder_that_cannot_be_written_to(self, run, put, tmp_path):
        put("a.txt", DAMAGED)
        tmp_path.chmod(0o500)
        result = run("review", "--plain", "a.txt", stdin=b"y\nq\n")
        tmp_path.chmod(0o700)
        assert (result.returncode, b"cannot keep answers" in result.stderr) == (3, True)

    @pytest.mark.parametrize("line", ["x", "", "12345", "yy", "9", "g 99", "f gì", "/zzz", "\x1b[A"])
    def test_a_line_that_is_no_key_decides_nothing(self, review, tmp_path, line):
        result = review(line, "q")
        assert (result.returncode, "! " in result.stdout.decode()) == (0, True)
        assert (tmp_path / "a.txt").read_text("utf-8") == DAMAGED


def test_a_defect_of_the_engine_leaves_nothing_behind(run, put, tmp_path):
    put("a.txt", "CRASH")
    result = run("review", "--plain", "a.txt", stdin=b"y\n")
    assert (result.returncode, result.stderr.count(b"\n")) == (70, 1)
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_files_come_one_after_another(run, put, tmp_path):
    for name in ("a.txt", "b.txt", "c.txt"):
        put(name, DAMAGED)
    assert run("review", "--plain", "a.txt", "b.txt", "c.txt", stdin=b"n\ns\nn\nq\n").returncode == 0
    assert [(tmp_path / f"{name}.txt.bak").exists() for name in "abc"] == [True, True, False]


def test_a_file_with_nothing_to_decide_is_passed_over(run, put):
    put("a.txt", "đúng cả\n")
    result = run("review", "--plain", "a.txt")
    assert (result.returncode, result.stdout, result.stderr) == (0, b"", b"a.txt: nothing to decide\n")


def test_a_dumb_terminal_gets_the_line_mode(run, put):
    put("a.txt", DAMAGED)
    assert b"Decide [" in run("review", "a.txt", stdin=b"Q\n", TERM="dumb").stdout


def test_a_word_is_added_to_the_dictionary_and_taken_out_again(review, user_folder):
    review("I", "Q")
    assert (user_folder / "dictionary.txt").read_text("utf-8") == "c\n"
    review("n", "u", "u", "Q", options=("--restart",))
    review("j", "I", "u", "Q", options=("--restart",))
    assert (user_folder / "dictionary.txt").read_text("utf-8") == "c\n"


def test_a_broken_dictionary_stops_no_review(review, user_folder):
    user_folder.mkdir()
    result = review("y", "Q")
    (user_folder / "dictionary.txt").write_text("12/3\n", "utf-8")
    result = review("I", "Q", options=("--resume", "--isolated"))
    assert (result.returncode, "is no word or phrase" in result.stdout.decode()) == (0, True)
    assert (user_folder / "dictionary.txt").read_text("utf-8") == "12/3\n"


def test_other_commands_do_not_import_the_screen(run, put, tmp_path, environment):
    code = (
        "import sys; from vnfix.cli import main; main(['fix', 'a.txt']);"
        "print(sorted({n for n in sys.modules if n.startswith(('textual', 'vnfix.review', 'rich'))}), file=sys.stderr)"
    )
    put("a.txt", b"")
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, check=True
    )
    assert result.stderr.decode().strip() == "[]"


def start(program, environment, folder, *arguments):
    return subprocess.Popen(
        [*program, "review", "--plain", "--order", "position", *arguments],
        cwd=folder,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def talk(process, *lines):
    """Type lines, and wait for the question behind the last one."""
    for line in lines:
        wait(process)
        process.stdin.write(f"{line}\n".encode())
        process.stdin.flush()
    wait(process)


def wait(process):
    seen = b""
    while not seen.endswith(b"?]: "):
        byte = process.stdout.read(1)
        assert byte, process.stderr.read()
        seen += byte


class TestDirectories:
    def test_the_overview_comes_first_and_the_files_by_worth(self, run, put, tmp_path):
        for name in ("texts/deep", "texts/.hidden"):
            (tmp_path / name).mkdir(parents=True)
        put("texts/a.txt", DAMAGED)
        put("texts/deep/b.txt", DAMAGED * 2)
        put("texts/clean.txt", "đúng cả\n")
        put("texts/.hidden/c.txt", DAMAGED)
        put("texts/d.jsonl", DAMAGED)
        result = run("review", "--plain", "-q", "texts", stdin=b"n\ns\nn\nq\n")
        first, second, third = result.stdout.decode().splitlines()[:3]
        names = [str(Path("texts", "deep", "b.txt")), str(Path("texts", "a.txt"))]
        assert (first, second) == (f"{names[0]}: 4 open, about 3 wrong", f"{names[1]}: 2 open, about 2 wrong")
        assert third.startswith(names[0])
        assert result.returncode == 0
        assert (tmp_path / "texts" / "a.txt.bak").exists()

    def test_nothing_open(self, run, put, tmp_path):
        (tmp_path / "texts").mkdir()
        put("texts/clean.txt", "đúng cả\n")
        result = run("review", "--plain", "-q", "texts")
        assert (result.returncode, result.stdout, result.stderr) == (0, b"", b"no file has anything open\n")

    def test_a_file_that_cannot_be_read_does_not_stop_the_others(self, run, put, tmp_path):
        (tmp_path / "texts").mkdir()
        put("texts/a.txt", DAMAGED)
        put("texts/b.txt", b"a\0b")
        result = run("review", "--plain", "texts", stdin=b"n\nq\n")
        assert result.returncode == 3
        assert (tmp_path / "texts" / "a.txt.bak").exists()

    def test_options_for_one_file_are_refused(self, run, tmp_path):
        (tmp_path / "texts").mkdir()
        result = run("review", "--plain", "texts", "-o", "b.txt")
        assert (result.returncode, b"takes one input file" in result.stderr) == (2, True)


def test_killed_between_its_answers_and_its_text_a_review_knows_its_own_text(review, tmp_path):
    """As when the process dies right before the text takes the place of the old one."""
    review("n", "q")
    written, log = (tmp_path / "a.txt").read_bytes(), tmp_path / LOG
    # What is written stands in the answers before the text does.
    assert [*types(log)][-1] == "written"
    (tmp_path / "a.txt").write_text(DAMAGED, "utf-8")
    assert review("q", options=("--resume",)).returncode == 0
    assert (tmp_path / "a.txt").read_bytes() == written
