"""Words and phrases that are looked for in whatever disguise: a dictionary of their skeletons."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from bot.policy.letters import I_OR_L
from bot.policy.spelling import RUN, SHORT, begins, resembles
from bot.policy.tokens import MAX_RUN, tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.policy.tokens import Token

MAX_PIECES: Final = 40
"""Tokens that one word may be spread over."""

MAX_COMPARED: Final = 1_000_000
"""Pairs of letters that are compared for one prompt, a tenth of a second's work; ten times what
4,000 characters full of one term and its exception take."""

PIECE: Final = 4
"""What joining one more piece costs, in such pairs."""

MIN_REVERSED: Final = 4
_SAME: Final = str.maketrans({"l": "i", I_OR_L: "i"})

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
    """Where a term was found: tokens [first, last) of one reading.

    Attributes:
        is_whole: Whether no bracket parts its tokens, which might be weighted differently.
    """

    term: int
    first: int
    last: int
    is_whole: bool = True


class EffortSpentError(Exception):
    """A prompt takes too much comparing to be judged."""


class Effort:
    """How much may still be compared for a prompt; counted, so that no busy machine decides."""

    def __init__(self) -> None:
        self.left = MAX_COMPARED

    def spend(self, pairs: int) -> None:
        """Take what comparing so many pairs of letters costs.

        Raises:
            EffortSpentError: There is not so much left.
        """
        self.left -= pairs
        if self.left < 0:
            raise EffortSpentError


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

    def find(self, tokens: Sequence[Token], effort: Effort) -> Iterator[Span]:
        """Yield where terms stand in one reading of a prompt.

        Raises:
            EffortSpentError: It takes more than ``effort`` has left.
        """
        if self._inside or self._beginnings:
            for first, token in enumerate(tokens):
                yield from self._inside_of(token, first)
                yield from self._begun_by(token, first, effort)
        if self._known:
            skeletons = [_skeleton(token.letters) for token in tokens]
            for first in range(len(tokens)):
                yield from self._from(tokens, skeletons, first, effort)

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

    def _begun_by(self, token: Token, first: int, effort: Effort) -> Iterator[Span]:
        if not self._beginnings:
            return
        skeleton = _skeleton(token.letters)
        for length in self._begin_lengths:
            for number in self._beginnings.get(skeleton[:length], ()):
                term = self._letters[number]
                effort.spend(len(term) * len(token.letters))
                if begins(term, token.letters, is_loose=token.is_disguised):
                    yield Span(number, first, first + 1)

    def _from(
        self,
        tokens: Sequence[Token],
        skeletons: Sequence[str],
        first: int,
        effort: Effort,
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
                    pieces = tokens[first : last + 1]
                    if self._is(number, pieces, effort, is_reversed=is_reversed):
                        is_whole = not any(piece.is_apart for piece in pieces[1:])
                        yield Span(number, first, last + 1, is_whole)

    def _is(
        self, number: int, pieces: Sequence[Token], effort: Effort, *, is_reversed: bool
    ) -> bool:
        effort.spend(PIECE * len(pieces))
        term = self._letters[number]
        letters = "".join(piece.letters for piece in pieces)
        if not len(term) <= len(letters) <= MAX_RUN * len(term):
            return False
        effort.spend(len(term) * len(letters))
        is_disguised = any(piece.is_disguised for piece in pieces)
        if is_reversed:
            if letters in OTHER_WORDS_BACKWARDS:
                return False
            letters = letters[::-1]
        if not resembles(term, letters, is_loose=is_disguised):
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


@lru_cache(maxsize=65536)
def _skeleton(letters: str) -> str:
    """Return letters with runs as one and look-alikes as the same."""
    return RUN.sub(r"\1", letters.translate(_SAME))
