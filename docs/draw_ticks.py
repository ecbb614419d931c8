"""Draw docs/pictures/ticks.svg: which rows of which request each tick computed.

Records a real run of the embedded model: people ask at different times, with different samplers
and numbers of steps. Run it from the project's root: python docs/draw_ticks.py
"""

from __future__ import annotations

from pathlib import Path

from engine import Engine, GenerationParams
from engine.protocol import Stepped

PAGE = Path(__file__).parent / "pictures" / "ticks.svg"
# tick of arrival, sampler, steps, guidance
ASKED = (
    (0, "DDIM", 40, 7.5),
    (0, "DPM++ 2M Karras", 30, 5.0),
    (0, "PLMS", 36, 7.5),
    (4, "Euler a", 12, 7.5),
    (6, "UniPC", 10, 1.0),
    (12, "Heun", 8, 7.5),
    (20, "DPM++ 2M SDE", 8, 3.0),
    (22, "DDIM", 6, 1.0),
)
MAX_ROWS = 6
CELL = 14
COLOURS = ("#4c6ef5", "#12b886", "#fab005", "#f03e3e", "#7048e8", "#1098ad", "#e64980", "#74b816")


def record() -> list[dict[int, int]]:
    """Return, for every tick, the rows of each request by its number."""
    engine = Engine.from_pretrained("demo", max_batch_rows=MAX_ROWS)
    ticks: list[dict[int, int]] = []
    waiting = list(enumerate(ASKED))
    while waiting or engine.has_work:
        while waiting and waiting[0][1][0] <= len(ticks):
            number, (_, sampler, steps, guidance) = waiting.pop(0)
            params = GenerationParams(
                prompt="a cat",
                sampler=sampler,
                num_inference_steps=steps,
                guidance_scale=guidance,
                seed=number,
            )
            engine.submit(params, request_id=str(number))
        stepped = [int(e.request_id) for e in engine.tick() if isinstance(e, Stepped)]
        ticks.append({number: 1 + (ASKED[number][3] > 1) for number in sorted(stepped)})
    engine.close()
    return [rows for rows in ticks if rows]


def draw(ticks: list[dict[int, int]]) -> str:
    """Draw one column a tick and one cell a row."""
    width, top = len(ticks) * CELL + 150, 24
    height = top + MAX_ROWS * CELL + 30 + len(ASKED) * 18
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">',
        "<style>text { font: 12px sans-serif }</style>",
        f'<rect width="{width}" height="{height}" fill="white"/>',
        f'<text x="8" y="16">rows of one network call, tick after tick ({MAX_ROWS} fit)</text>',
    ]
    for place, rows in enumerate(ticks):
        line = 0
        for number, count in rows.items():
            y = top + line * CELL
            parts.append(
                f'<rect x="{8 + place * CELL}" y="{y}" width="{CELL - 1}" '
                f'height="{count * CELL - 1}" fill="{COLOURS[number]}"/>'
            )
            line += count
    for number, (tick, sampler, steps, guidance) in enumerate(ASKED):
        y = top + MAX_ROWS * CELL + 24 + number * 18
        rows = "2 rows" if guidance > 1 else "1 row"
        parts.append(f'<rect x="8" y="{y - 10}" width="11" height="11" fill="{COLOURS[number]}"/>')
        parts.append(f'<text x="26" y="{y}">{sampler}, {steps} steps, {rows}, tick {tick}</text>')
    return "\n".join([*parts, "</svg>\n"])


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(draw(record()), encoding="utf-8")
