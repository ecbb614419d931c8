"""Words and phrases that are looked for in whatever disguise: a dictionary of their skeletons."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from bot.policy.letters import I_OR_L
from bot.policy.tokens import MAX_RUN, tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.policy.tokens import Token

MAX_PIECES: Final = 40
"""Tokens that one word may be spread over."""

MAX_PLACES: Final = 50
"""Places of one term in one prompt that are looked at, exceptions included."""

MIN_REVERSED: Final = 4
SHORT: Final = 6
"""Letters; a shorter word split by spaces, or with one letter doubled, is often another word."""

CLEAR_RUN: Final = 3
_SAME: Final = str.maketrans({"l": "i", I_OR_L: "i"})
_RUN: Final = re.compile(r"(.)\1*")

_WORDS: Final = """
avid bad bard bats bins bogs brag buns buts cram dab dart dear decaf deer deliver denim desserts
devil dial diaper dog doom door drab draw drawer edit emit evil faced flog flow gals garb gnat
god gulp guns keel keep knit knits lager laid lever liar live lived loop loot maps mart meet
mined mood moor nails nap naps net nets not now nuts pals pan pans part parts pat paws peek
peels pets pins pit plug pool pools ports pot pots rail rat rats raw rebut redraw reed regal
repaid reviled reward room saga saw serif skin slap slaps sleep slip sloop smart smug snap snaps
snips snot snug spam speed spit spot spots stab star stew stink stop stops strap straps straw
stressed strop stun swap sway tang tap tar teem ten tide time tink tip tips ton tons tool top
tops tort trams trap trot tuber war ward wards warts was wets wolf won yaws
"""
OTHER_WORDS_BACKWARDS: Final = frozenset(_WORDS.split())
"""Words that are other words when read backwards: for these, backwards is no disguise."""


@dataclass(frozen=True, slots=True)
class Span:
    """Where a term was found: tokens [first, last) of one reading."""

    term: int
    first: int
    last: int


class TermIndex:
    """Finds terms in a tokenised prompt in time proportional to the prompt.

    Every term is known by its skeleton: repeated letters once, i and l the same. A piece of the
    prompt with a term's skeleton is looked at closely, so that "good" is no "god".

    Args:
        terms: Words and phrases; one that ends in ``*`` also stands for its longer forms.
    """

    def __init__(self, terms: Sequence[str]) -> None:
        self._known: dict[str, list[int]] = defaultdict(list)
        self._backwards: dict[str, list[int]] = defaultdict(list)
        self._beginnings: dict[str, list[int]] = defaultdict(list)
        self._inside: list[tuple[str, int]] = []
        self._letters = [letters_of(term) for term in terms]
        self._reach = 0
        for number, (term, letters) in enumerate(zip(terms, self._letters, strict=True)):
            self._add(number, term, letters)
        self._begin_lengths = sorted({len(key) for key in self._beginnings})

    def find(self, tokens: Sequence[Token]) -> Iterator[Span]:
        """Yield where terms stand in one reading of a prompt."""
        if self._inside or self._beginnings:
            for first, token in enumerate(tokens):
                yield from self._inside_of(token, first)
                yield from self._begun_by(token, first)
        if self._known:
            skeletons = [_skeleton(token.letters) for token in tokens]
            places: Counter[int] = Counter()
            for first in range(len(tokens)):
                for span in self._from(tokens, skeletons, first, places):
                    places[span.term] += 1
                    yield span

    def _add(self, number: int, term: str, letters: str) -> None:
        if not letters:
            return
        if not letters.isascii():
            self._inside.append((letters, number))
            return
        if term.rstrip().endswith("*"):
            self._beginnings[_skeleton(letters)].append(number)
        self._known[_skeleton(letters)].append(number)
        if len(letters) >= MIN_REVERSED:
            self._backwards[_skeleton(letters)[::-1]].append(number)
        self._reach = max(self._reach, len(letters))

    def _inside_of(self, token: Token, first: int) -> Iterator[Span]:
        """Scripts without spaces: the term stands anywhere in the piece."""
        for letters, number in self._inside:
            if letters in token.letters:
                yield Span(number, first, first + 1)

    def _begun_by(self, token: Token, first: int) -> Iterator[Span]:
        if not self._beginnings:
            return
        skeleton = _skeleton(token.letters)
        for length in self._begin_lengths:
            for number in self._beginnings.get(skeleton[:length], ()):
                if _closely(self._letters[number], is_loose=token.is_disguised).match(
                    token.letters
                ):
                    yield Span(number, first, first + 1)

    def _from(
        self,
        tokens: Sequence[Token],
        skeletons: Sequence[str],
        first: int,
        places: Mapping[int, int],
    ) -> Iterator[Span]:
        """Look at the token, and at it joined with those after it while they fit a term."""
        skeleton = ""
        for last in range(first, min(first + MAX_PIECES, len(tokens))):
            piece = skeletons[last]
            skeleton += piece[1:] if skeleton[-1:] == piece[:1] else piece
            if len(skeleton) > self._reach:
                return
            for known, is_reversed in ((self._known, False), (self._backwards, True)):
                for number in known.get(skeleton, ()):
                    if places.get(number, 0) < MAX_PLACES and self._is(
                        number, tokens[first : last + 1], is_reversed=is_reversed
                    ):
                        yield Span(number, first, last + 1)

    def _is(self, number: int, pieces: Sequence[Token], *, is_reversed: bool) -> bool:
        term = self._letters[number]
        letters = "".join(piece.letters for piece in pieces)
        if len(letters) > MAX_RUN * len(term):
            return False
        is_disguised = any(piece.is_disguised for piece in pieces)
        if is_reversed:
            if letters in OTHER_WORDS_BACKWARDS:
                return False
            letters = letters[::-1]
        if not _resembles(term, letters, is_loose=is_disguised):
            return False
        return is_disguised or len(pieces) == 1 or _is_one_word(term, pieces)


def letters_of(term: str) -> str:
    """Return a term's letters as the prompt's are compared with: folded, without spaces."""
    return "".join(token.letters for token in tokens_of(term)[0]).replace(I_OR_L, "i")


def _is_one_word(term: str, pieces: Sequence[Token]) -> bool:
    """Whether plain pieces were one word: many single letters, close together, or a long word."""
    if len(term) >= SHORT or all(piece.is_close for piece in pieces[1:]):
        return True
    return sum(len(piece.letters) <= 1 for piece in pieces) * 2 > len(pieces)


@lru_cache(maxsize=8192)
def _resembles(term: str, letters: str, *, is_loose: bool) -> bool:
    """Whether letters spell a term, with letters repeated on purpose at most."""
    match = _closely(term, is_loose=is_loose).fullmatch(letters)
    if match is None:
        return False
    runs = [len(run[0]) for run in _RUN.finditer(term)]
    found = [len(group) for group in match.groups()]
    longer = [index for index, (has, got) in enumerate(zip(runs, found, strict=True)) if got > has]
    if not longer or len(longer) > 1 or max(found[index] for index in longer) >= CLEAR_RUN:
        return True
    return len(term) >= SHORT or (longer == [0] and term[0] not in "aeiouy")


@lru_cache(maxsize=8192)
def _closely(term: str, *, is_loose: bool) -> re.Pattern[str]:
    """Return what a term's letters look like in a prompt, a group for each run."""
    groups = [
        f"([{_class_of(run[1], is_loose=is_loose)}]{{{len(run[0])},}})"
        for run in _RUN.finditer(term)
    ]
    return re.compile("".join(groups))


def _class_of(letter: str, *, is_loose: bool) -> str:
    if letter not in "il":
        return re.escape(letter)
    return f"il{I_OR_L}" if is_loose else letter + I_OR_L


@lru_cache(maxsize=65536)
def _skeleton(letters: str) -> str:
    """Return letters with runs as one and look-alikes as the same."""
    return _RUN.sub(r"\1", letters.translate(_SAME))
