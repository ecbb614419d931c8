"""Judges prompts by the rules in a worker, so that no rule and no prompt holds up the bot."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final

from bot.ordering.permutations import expand

if TYPE_CHECKING:
    from bot.policy.memory import PolicyMemory
    from bot.policy.rules import PromptVerdict

    Key = tuple[int, int | None, tuple[str, ...]]

MAX_REMEMBERED: Final = 512
WORKERS: Final = 2
"""Threads; a rule that takes its time delays those who wait for one, and nobody else."""


class UnjudgedError(Exception):
    """Nobody has judged these prompts by the present rules; nothing was decided.

    Whoever holds a transaction leaves it, has ``PromptJudge.judge`` look, and begins anew.

    Attributes:
        prompts: What is to be judged together.
    """

    def __init__(self, prompts: tuple[str, ...]) -> None:
        super().__init__("not judged yet")
        self.prompts = prompts


class PromptJudge:
    """Judges all forms of a template together, and remembers what it found.

    Args:
        memory: What the rules are.
    """

    def __init__(self, memory: PolicyMemory) -> None:
        self._memory = memory
        self._workers = ThreadPoolExecutor(WORKERS, thread_name_prefix="judge")
        self._found: OrderedDict[Key, PromptVerdict] = OrderedDict()

    async def judge(self, prompts: tuple[str, ...], guild_id: int | None) -> PromptVerdict:
        """Return what the rules find in any of the prompts, which share one time limit.

        Raises:
            bot.policy.refusals.PolicyUnknownError: The rules are not known.
        """
        rules = self._memory.known.rules
        key = (rules.revision_for(guild_id), guild_id, prompts)
        if key not in self._found:
            found = await asyncio.get_running_loop().run_in_executor(
                self._workers, rules.judge_all, prompts, guild_id
            )
            self._remember(key, found)
            return found
        return self._found[key]

    def judged(self, prompts: tuple[str, ...], guild_id: int | None) -> PromptVerdict:
        """Return what ``judge`` has found by the rules of now.

        Raises:
            bot.policy.refusals.PolicyUnknownError: The rules are not known.
            UnjudgedError: It has not looked yet.
        """
        key = (self._memory.known.rules.revision_for(guild_id), guild_id, prompts)
        try:
            return self._found[key]
        except KeyError:
            raise UnjudgedError(prompts) from None

    def _remember(self, key: Key, found: PromptVerdict) -> None:
        self._found[key] = found
        if len(self._found) > MAX_REMEMBERED:
            self._found.popitem(last=False)


def forms_of(template: str) -> tuple[str, ...]:
    """Return what is judged of a template: itself, and every prompt that it stands for.

    Raises:
        bot.errors.RefusedError: Its braces hold too much.
    """
    return tuple(dict.fromkeys([template, *expand(template)]))
