"""`vnfix train`: rebuild the dictionaries from a corpus."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from vnfix.cli.grouping import HintingCommand
from vnfix.cli.options import check_conflicts, grouped
from vnfix.cli.streams import write_message
from vnfix.errors import ExitCode, InputError
from vnfix.messages import tr

_SUFFIXES = (".txt", ".txt.zst")


@click.command(
    cls=HintingCommand,
    examples=(
        ("vnfix train corpus/ -o dictionaries/", "from all .txt and .txt.zst files of a directory"),
        ("vnfix train corpus/ -o new/ --exclude gold.txt", "and never learn what is in gold.txt"),
        ("vnfix train corpus/ -o dictionaries/ --context", "only the context model; goes on after a stop"),
        ("vnfix train --pairs pages/ -o dictionaries/", "learn only how letters are misread"),
        ("vnfix train --decisions *.vnfix-review.jsonl", "learn from your answers, for your own texts"),
        ("vnfix train --forget", "take away what your answers taught"),
    ),
)
@click.argument("corpus", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
@grouped(
    "Output",
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="DIR|FILE",
    help="Write the dictionaries to DIR; with --decisions what was learned to FILE.",
)
@grouped("Input", "--decisions", is_flag=True, help="Learn from files of decisions that 'vnfix review' kept.")
@grouped("Output", "--forget", is_flag=True, help="Remove what was learned from decisions.")
@grouped(
    "Input",
    "--wordlists",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Directory of word lists to take in.",
)
@grouped(
    "Input",
    "--exclude",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Keep the paragraphs of FILE out; may be given again.",
)
@grouped(
    "Input",
    "--pairs",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Learn confusions.tsv from NAME-ENGINE.damaged.txt and .gold.txt in DIR; may be given again.",
)
@grouped(
    "Output",
    "--context",
    is_flag=True,
    help="Train contexts.bin alone, for the vocabulary in DIR; a run that was stopped goes on.",
)
@grouped(
    "Other",
    "--jobs",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    metavar="N",
    help="Processes to count with.",
)
@grouped("Messages", "-q", "--quiet", is_flag=True, help="Print errors only.")
def train(
    corpus: tuple[Path, ...],
    output: Path | None,
    decisions: bool,
    forget: bool,
    wordlists: Path | None,
    exclude: tuple[Path, ...],
    pairs: tuple[Path, ...],
    context: bool,
    jobs: int,
    quiet: bool,
) -> int:
    """Build the dictionaries, or learn from your own answers.

    Each FILE is a corpus, one paragraph a line. Without FILE only the table of confusions is learned,
    from --pairs. Dictionaries need the training extra: pip install 'vnfix[train]'. What --decisions
    learns is kept apart from them, for your own texts.
    """

    def report(line: str) -> None:
        if not quiet:
            write_message(line)

    check_conflicts(decisions=decisions, forget=forget, pairs=bool(pairs))
    check_conflicts(decisions=decisions, forget=forget, wordlists=wordlists is not None)
    check_conflicts(decisions=decisions, forget=forget, exclude=bool(exclude))
    check_conflicts(decisions=decisions, forget=forget, context=context)
    check_conflicts(context=context, pairs=bool(pairs))
    check_conflicts(context=context, wordlists=wordlists is not None)
    if decisions or forget:
        from vnfix.cli import teaching

        if decisions and not corpus:
            message = tr("--decisions needs FILES of decisions (*.vnfix-review.jsonl)")
            raise click.UsageError(message)
        if forget and corpus:
            message = tr("--forget takes no files")
            raise click.UsageError(message)
        if decisions:
            teaching.teach(corpus, output, report)
        else:
            teaching.forget(output, report)
        return ExitCode.OK
    if output is None:
        message = tr("give -o DIR (--output) to write the dictionaries to")
        raise click.UsageError(message)
    if context and not corpus:
        message = tr("--context needs files to train on")
        raise click.UsageError(message)
    if context and not (output / "vocabulary.tsv").is_file():
        message = tr("{output}: no vocabulary.tsv to train for; run it without --context first").format(
            output=output
        )
        raise InputError(message)
    if not corpus and not pairs:
        message = tr("give files to train on, or --pairs")
        raise click.UsageError(message)
    for folder in pairs:
        if not folder.is_dir():
            message = tr("{folder}: no such directory of pairs").format(folder=folder)
            raise InputError(message)
    files = list_corpus(corpus) if corpus else []
    for path in exclude:
        if not path.is_file():
            message = tr("{path}: no such file to exclude").format(path=path)
            raise InputError(message)
    if wordlists is not None and not wordlists.is_dir():
        message = tr("{wordlists}: no such directory of word lists").format(wordlists=wordlists)
        raise InputError(message)
    _require_extra()
    if context:
        from vnfix.training.build import build_contexts

        build_contexts(files, output, exclude=exclude, jobs=jobs, report=report)
    elif files:
        from vnfix.training.build import build_dictionaries

        build_dictionaries(
            files, output, wordlists=wordlists, exclude=exclude, pairs=pairs, jobs=jobs, report=report
        )
    else:
        from vnfix.training.confusion_counts import learn_confusions

        learn_confusions(pairs, output, report)
    return ExitCode.OK


def list_corpus(given: Sequence[Path]) -> list[Path]:
    """List the corpus files, those of directories sorted; raises InputError when there is none."""
    files: list[Path] = []
    for path in given:
        if path.is_dir():
            files += sorted(one for one in path.rglob("*") if one.name.endswith(_SUFFIXES) and one.is_file())
        elif path.is_file():
            files.append(path)
        else:
            message = tr("{path}: no such file or directory").format(path=path)
            raise InputError(message)
    if not files:
        message = tr("no .txt or .txt.zst file in {given}").format(given=", ".join(map(str, given)))
        raise InputError(message)
    return files


def _require_extra() -> None:
    """Refuse, before anything is read, where what training needs is not installed."""
    try:
        import scipy.sparse  # noqa: F401
        import zstandard  # noqa: F401
    except ImportError:
        message = tr("needs the training extra: pip install 'vnfix[train]'")
        raise click.UsageError(message) from None
