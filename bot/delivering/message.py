"""What a job's message looks like at each moment of the job's life."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.languages import text_for
from bot.ordering.orders import image_params, params_of, prompt_of
from bot.policy.pictures import Action
from bot.text import bar, clip, quote_prompt, ranges
from db.job_graph import JobState

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.queueing.outlook import Outlook
    from bot.text import Text
    from db.tables import Image, Job

SPOILER: Final = "SPOILER_"  # Discord covers a file of such a name until it is clicked
MAX_CONTENT: Final = 2000  # Discord's limit
MAX_ALT: Final = 1024  # Discord's limit


@dataclass(frozen=True)
class Picture:
    """A file under a message.

    Attributes:
        name: File name as Discord shows it.
        data: The encoded picture.
        alt: What a person who cannot see it is told.
    """

    name: str
    data: bytes
    alt: str


@dataclass(frozen=True)
class Buttons:
    """The buttons under a result.

    Attributes:
        job_id: Whose result.
        indexes: The images that can be varied, which are those that are shown.
        may_appeal: Whether everything was withheld, so that a moderator may be asked.
    """

    job_id: int
    indexes: tuple[int, ...]
    may_appeal: bool = False


@dataclass(frozen=True)
class CancelOffer:
    """The button under a job that is on its way.

    Attributes:
        job_id: What pressing it cancels.
    """

    job_id: int


@dataclass(frozen=True)
class Draft:
    """A whole message, ready to be sent.

    Attributes:
        content: The text.
        pictures: The files; none takes away those that are there.
        buttons: None takes away those that are there.
    """

    content: str
    pictures: tuple[Picture, ...] = ()
    buttons: Buttons | CancelOffer | None = None


@dataclass(frozen=True)
class Shown:
    """A finished image as it is delivered.

    Attributes:
        image: Its row.
        data: The PNG file, or None when it was withheld.
    """

    image: Image
    data: bytes | None


class MessageWriter:
    """Writes the drafts of jobs, each in the language of its guild."""

    def _of(self, job: Job) -> Text:
        return text_for(job.locale)

    def queuing(
        self, key: str, facts: Mapping[str, str], user_id: int, *, locale: str = ""
    ) -> Draft:
        """The first answer, before anything is committed."""
        filled = {name: quote_prompt(value) for name, value in facts.items()}
        text = text_for(locale)
        header = text.say(key, mention=_mention(user_id), **filled)
        return _draft(header, text.say("queuing"))

    def queued(self, job: Job, outlook: Outlook) -> Draft:
        """Committed and waiting, with place, price and when it will be drawn."""
        number = {0: "next", 1: "one"}.get(outlook.ahead, "many")
        lane = "relaxed" if outlook.is_relaxed else "queued"
        parts = [self._of(job).say(f"{lane}.{number}", ahead=outlook.ahead)]
        if job.price:
            parts.append(self._of(job).say("queued.price", price=job.price))
        if outlook.seconds is not None:
            parts.append(self._of(job).say("queued.eta", seconds=outlook.seconds))
        return self._on_its_way(job, " ".join(parts))

    def engine_away(self, job: Job, phase: str, fraction: float) -> Draft:
        """Committed and waiting for an engine that is starting."""
        if fraction == 0:
            return self._on_its_way(job, self._of(job).say("engine.away"))
        percent = int(fraction * 100)
        sentence = self._of(job).say("engine.loading", phase=phase, percent=percent)
        return self._on_its_way(job, sentence)

    def drawing(self, job: Job, fraction: float, previews: Mapping[int, bytes]) -> Draft:
        """Being drawn, with the newest preview of each image that has one."""
        key = "drawing" if fraction < 1 else "finishing"
        line = self._of(job).say(key, bar=bar(fraction), percent=int(fraction * 100))
        pictures = tuple(
            Picture(
                name=f"preview-{job.id}-{index + 1}.{_suffix(data)}",
                data=data,
                alt=self._of(job).say("alt.preview", number=index + 1),
            )
            for index, data in sorted(previews.items())
        )
        return self._on_its_way(job, line, pictures=pictures)

    def again(self, job: Job) -> Draft:
        """Queued once more after a failed attempt."""
        return self._on_its_way(job, self._of(job).say("again"))

    def drained(self, job: Job) -> Draft:
        """Waiting until the operator has upgraded the service."""
        return self._on_its_way(job, self._of(job).say("drained"))

    def paused(self, job: Job) -> Draft:
        """Handed back because the bot is shutting down."""
        return self._under(job, self._of(job).say("paused"))

    def ended(self, job: Job) -> Draft:
        """Ended without pictures; the row says why."""
        if job.state == JobState.CANCELLED:
            return self._under(job, self._of(job).say("cancelled"))
        reason = self._of(job).explain(job.error_code or "failed", job.error_facts or {})
        return self._under(job, self._of(job).say("failed", reason=reason, job_id=job.id))

    def result(self, job: Job, shown: Sequence[Shown]) -> Draft:
        """The end: pictures and buttons, or the sentence that everything was withheld.

        Args:
            job: The rendered job.
            shown: Its images in order.
        """
        kept = [item for item in shown if item.data is not None]
        withheld = len(shown) - len(kept)
        lines = [self._result_line(job, kept)] if kept else []
        if kept and job.kind == "redraw":
            lines.append(self._of(job).say("redrawn"))
        if withheld:
            lines.append(self._without(job, shown, withheld))
        if any(not item.image.scores for item in kept):
            lines.append(self._of(job).say("unscreened"))
        indexes = tuple(item.image.index for item in kept)
        may_appeal = any(item.image.action == Action.WITHHOLD for item in shown)
        pictures = tuple(self._picture(job, item, len(shown)) for item in kept)
        return self._under(
            job, *lines, pictures=pictures, buttons=Buttons(job.id, indexes, may_appeal)
        )

    def direct(self, job: Job, result: Draft) -> Draft:
        """A result that goes to its person because its message is closed."""
        key = "direct" if job.is_reachable else "direct.late"
        line = self._of(job).say(key, channel=f"<#{job.channel_id}>")
        if not job.is_reachable and result.pictures:
            line += " " + self._of(job).say("direct.show", job_id=job.id)
        return _draft(result.content, line, pictures=result.pictures, buttons=result.buttons)

    def _without(self, job: Job, shown: Sequence[Shown], withheld: int) -> str:
        """Say why pictures are missing."""
        actions = {item.image.action for item in shown if item.data is None}
        if Action.REMOVED in actions:
            return self._of(job).say("removed")
        if {item.image.category for item in shown if item.data is None} == {"prompt rule"}:
            return self._of(job).say("held")
        return self._withheld(job, withheld, len(shown))

    def _withheld(self, job: Job, withheld: int, total: int) -> str:
        if withheld == total:
            return self._of(job).say("withheld.all")
        key = "withheld.one" if withheld == 1 else "withheld.many"
        return self._of(job).say(key, count=withheld)

    def _result_line(self, job: Job, kept: Sequence[Shown]) -> str:
        params = params_of(job)
        each = [image_params(params, item.image.index) for item in kept]
        seeds = ranges(dict.fromkeys(one.seed for one in each))
        variations = [one.variation_seed for one in each if one.variation_seed is not None]
        first = kept[0].image
        return self._of(job).say(
            "result.subtle" if variations else "result",
            width=first.width,
            height=first.height,
            steps=params.num_inference_steps,
            seconds=_seconds(job),
            price=self._price(job, len(kept)),
            seeds=seeds,
            variation_seeds=ranges(variations),
        )

    def _price(self, job: Job, num_clean: int) -> str:
        """Say what the pictures cost; nothing where they are drawn for nothing."""
        if not job.price:
            return ""
        paid = job.due // job.num_images * num_clean
        return self._of(job).say("result.price", price=paid)

    def _picture(self, job: Job, item: Shown, count: int) -> Picture:
        alt = alt_text(job, item.image.index, count, self._of(job))
        return Picture(name=picture_name(item.image), data=item.data or b"", alt=alt)

    def _promise(self, job: Job) -> Iterator[str]:
        """Say who sees what can be edited for a quarter of an hour only, and what comes then."""
        if not job.is_reachable:
            yield self._of(job).say("private.promise" if job.is_private else "guest.promise")

    def _on_its_way(self, job: Job, line: str, *, pictures: tuple[Picture, ...] = ()) -> Draft:
        lines = (line, *self._promise(job))
        return self._under(job, *lines, pictures=pictures, buttons=CancelOffer(job.id))

    def _under(
        self,
        job: Job,
        *lines: str,
        pictures: tuple[Picture, ...] = (),
        buttons: Buttons | CancelOffer | None = None,
    ) -> Draft:
        prompt = quote_prompt(prompt_of(params_of(job)))
        header = self._of(job).say("header", prompt=prompt, mention=_mention(job.user_id))
        return _draft(header, *lines, pictures=pictures, buttons=buttons)


def picture_name(image: Image) -> str:
    """Return the name of an image's file, covered where policy says so."""
    cover = SPOILER if image.action == Action.SPOILER else ""
    return f"{cover}atelier-{image.job_id}-{image.index + 1}.png"


def alt_text(job: Job, index: int, count: int, text: Text) -> str:
    """Say what an image shows to those who cannot see it."""
    prompt = " ".join(image_params(params_of(job), index).prompt.split())
    return clip(text.say("alt", number=index + 1, count=count, prompt=prompt), MAX_ALT)


def _draft(
    *lines: str,
    pictures: tuple[Picture, ...] = (),
    buttons: Buttons | CancelOffer | None = None,
) -> Draft:
    return Draft(clip("\n".join(lines), MAX_CONTENT), pictures, buttons)


def _mention(user_id: int) -> str:
    return f"<@{user_id}>"


def _seconds(job: Job) -> str:
    if job.started_at is None or job.rendered_at is None:
        return "?"
    return f"{(job.rendered_at - job.started_at).total_seconds():.1f}"


def _suffix(data: bytes) -> str:
    if data.startswith(b"\x89PNG"):
        return "png"
    return "webp" if data[:4] == b"RIFF" else "jpg"
