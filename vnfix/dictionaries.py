"""Finding and opening the data that vnfix works with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from vnfix.capital_pairs import CapitalPairs, open_capital_pairs
from vnfix.compounds import Compounds, open_compounds
from vnfix.confidence import Calibration, parse_calibration
from vnfix.confusions import Profile, mark_profiles, parse_confusions
from vnfix.context_model.model import ContextModel, open_context_model
from vnfix.errors import ConfigError, DictionaryError
from vnfix.files import explain_not_utf8, explain_os_error
from vnfix.language_model.model import NgramModel, open_model
from vnfix.learned import NOTHING_LEARNED, Learned, parse_learned
from vnfix.lexicon import Lexicon, parse_lexicon, vocabulary_digest
from vnfix.messages import tr
from vnfix.near_words import NearWords
from vnfix.pattern_index import PatternIndex

if TYPE_CHECKING:
    from vnfix.encodings.tables import EncodingTables

M = TypeVar("M", ContextModel, CapitalPairs, Compounds)


def find_dictionaries() -> Path:
    """The folder of the shipped data: inside the installed package, or beside it in a checkout.

    Raises DictionaryError when there is none.
    """
    package = Path(__file__).resolve().parent
    for folder in (package / "data", package.parent / "dictionaries"):
        if (folder / "vocabulary.tsv").is_file():
            return folder
    message = tr("the dictionaries of vnfix are missing; reinstall it, or pass --dictionaries DIR")
    raise DictionaryError(message)


def open_learned(path: Path | None) -> Learned:
    """Open what a person's answers taught; nothing where `path` is None.

    Raises ConfigError when the file is missing or broken.
    """
    if path is None:
        return NOTHING_LEARNED
    try:
        return parse_learned(path.read_text(encoding="utf-8"))
    except OSError as error:
        message = f"{path}: {explain_os_error(error)}"
        raise ConfigError(message) from None
    except UnicodeDecodeError as error:
        raise ConfigError(explain_not_utf8(path, error)) from None
    except ConfigError as error:
        message = f"{path}: {error}"
        raise ConfigError(message) from None


@dataclass(frozen=True, eq=False, repr=False)
class Dictionaries:
    """The data of one folder, opened when first asked for; `learned` is what a person's answers add to it."""

    folder: Path
    learned: Learned = NOTHING_LEARNED

    @cached_property
    def lexicon(self) -> Lexicon:
        """The vocabulary.  Raises DictionaryError."""
        path = self.folder / "vocabulary.tsv"
        try:
            return parse_lexicon(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            message = tr(
                "{path}: cannot read the vocabulary ({error}); reinstall vnfix or pass --dictionaries DIR"
            ).format(path=path, error=error)
            raise DictionaryError(message) from error

    @cached_property
    def model(self) -> NgramModel:
        """The language model.  Raises DictionaryError when it belongs to another vocabulary."""
        path = self.folder / "syllables.lm"
        model = open_model(path)
        self._check_vocabulary(model.digest, path)
        return model

    @cached_property
    def contexts(self) -> ContextModel | None:
        """The context model; None in a folder without one.  Raises DictionaryError."""
        return self._open_optional("contexts.bin", open_context_model)

    @cached_property
    def capitals(self) -> CapitalPairs | None:
        """How pairs of words are capitalised; None in a folder without it.  Raises DictionaryError."""
        return self._open_optional("capitals.bin", open_capital_pairs)

    @cached_property
    def compounds(self) -> Compounds | None:
        """Pairs of words that dictionaries have; None in a folder without it.  Raises DictionaryError."""
        return self._open_optional("compounds.bin", open_compounds)

    def _open_optional(self, name: str, open_model: Callable[[Path], M]) -> M | None:
        """Open a file that was made for the vocabulary, if the folder has it."""
        path = self.folder / name
        if not path.exists():
            return None
        model = open_model(path)
        self._check_vocabulary(model.digest, path)
        return model

    def _check_vocabulary(self, digest: str, path: Path) -> None:
        if digest != self._digest:
            message = tr(
                "{path}: was made for another vocabulary.tsv; rebuild both with 'vnfix train'"
            ).format(path=path)
            raise DictionaryError(message)

    @cached_property
    def _digest(self) -> str:
        return vocabulary_digest(self.lexicon.texts)

    @cached_property
    def calibration(self) -> Calibration:
        """The table behind confidences.  Raises DictionaryError."""
        path = self.folder / "calibration.tsv"
        try:
            return parse_calibration(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            message = tr(
                "{path}: cannot read the table ({error}); reinstall vnfix or pass --dictionaries DIR"
            ).format(path=path, error=error)
            raise DictionaryError(message) from error

    @cached_property
    def profiles(self) -> tuple[Profile, ...]:
        """The ways of misreading: of marks, of the engines in the table, and what was learned.

        Raises DictionaryError.
        """
        path = self.folder / "confusions.tsv"
        known = mark_profiles() + self.learned.profiles
        try:
            return known + parse_confusions(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return known
        except (OSError, UnicodeDecodeError) as error:
            message = tr(
                "{path}: cannot read the table ({error}); reinstall vnfix or pass --dictionaries DIR"
            ).format(path=path, error=error)
            raise DictionaryError(message) from error

    @cached_property
    def near_words(self) -> NearWords:
        """The syllables of the vocabulary, by their letters without marks."""
        return NearWords(self.lexicon, self.profiles)

    @cached_property
    def encodings(self) -> EncodingTables:
        """The tables of old encodings; those shipped, when the folder has none."""
        # Imported late: few texts have a sign of an old encoding.
        from vnfix.encodings.tables import EncodingTables

        own = self.folder / "encodings"
        return EncodingTables(own if own.is_dir() else find_dictionaries() / "encodings")

    @cached_property
    def patterns(self) -> PatternIndex:
        """The spellings of the vocabulary, by pattern."""
        return PatternIndex.of_lexicon(self.lexicon)
