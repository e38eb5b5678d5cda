"""Messages in the language of the person: gettext catalogues, English where there is none.

Every text for a person goes through `tr` or `tr_count` where it is made, `mark` where it is a constant that
is translated later.  A library says everything in English; the command line calls `use_language`.  The
catalogues stand in `vnfix/locale` and are made by `python -m tests.messages` (docs/translating.md).
"""

from __future__ import annotations

import gettext
import os
from pathlib import Path

FOLDER = Path(__file__).parent / "locale"
DOMAIN = "vnfix"
LANGUAGES = ("en", "vi")


class _Chosen:
    """The catalogue in use: one for the process, as the locale is."""

    catalogue: gettext.NullTranslations = gettext.NullTranslations()


def use_language(language: str | None = None) -> None:
    """Say everything in `language` (one of `LANGUAGES`) from now on; None is that of the environment.

    Processes that are started later take it over from the environment.
    """
    if language is not None:
        os.environ["LANGUAGE"] = language
    # The messages of click, and the environment variables, are looked up as any program does it.
    gettext.bindtextdomain(DOMAIN, FOLDER)
    gettext.textdomain(DOMAIN)
    _Chosen.catalogue = gettext.translation(DOMAIN, FOLDER, fallback=True)


def tr(message: str) -> str:
    """Translate a message.

    >>> tr("nothing to decide")
    'nothing to decide'
    """
    # The empty message is the head of a catalogue.
    return _Chosen.catalogue.gettext(message) if message else ""


def tr_count(one: str, many: str, count: int) -> str:
    """Translate a message that goes with a number; `{count}` in it is that number.

    >>> tr_count("{count} place", "{count} places", 3)
    '3 places'
    """
    return _Chosen.catalogue.ngettext(one, many, count).format(count=count)


def mark(message: str) -> str:
    """Mark a constant to be translated where it is shown."""
    return message
