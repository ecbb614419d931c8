"""What the provenance benchmark measured, as text for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.bench.provenance import ProvenanceReport


def provenance_table(report: ProvenanceReport) -> str:
    """Word what ``atelier bench provenance`` measured."""
    return "\n".join(_lines(report))


def _lines(report: ProvenanceReport) -> Iterator[str]:
    yield (
        f"{report.pictures} pictures ({_counted(report.kinds)}) among {report.ids} ids, "
        f"{report.seconds:.0f} s"
    )
    yield "                   exact  target   union strong"
    for name, share in report.exact.items():
        target = report.targets.get(name)
        wanted = "      -" if target is None else f"{target:7.1%}"
        missed = "  MISSED" if target is not None and share < target else ""
        yield (
            f"{name:18} {share:6.1%} {wanted} {report.union[name]:7.1%} "
            f"{report.proven[name]:6.1%}{missed}"
        )
    yield (
        f"{report.negatives} unmarked pictures: {report.false_proofs} strong, "
        f"{report.false_marked} marked, {report.false_hints} hints"
    )
    yield f"{report.twins} look-alikes of marked pictures: {report.twin_proofs} strong"
    yield (
        f"{report.psnr_db:.1f} dB ({report.psnr_db_least:.1f} at least), the stock decoder reads "
        f"{report.stock_decoder:.1%}"
    )
    yield (
        f"encode {report.encode_ms:.1f} ms, verify {report.verify_ms_median:.0f} ms, "
        f"{report.verify_ms:.0f} ms at most"
    )


def _counted(kinds: dict[str, int]) -> str:
    return ", ".join(f"{number} {kind}" for kind, number in sorted(kinds.items()))
