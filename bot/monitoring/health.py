"""The port that watchers ask: /healthz, /readyz and /metrics."""

from __future__ import annotations

import asyncio
import contextlib
import os
from typing import TYPE_CHECKING, Any, Final

from aiohttp import web

from bot.errors import PortTakenError
from bot.monitoring.metrics import CONTENT_TYPE
from bot.monitoring.probes import Finding

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from bot.config import HttpSection
    from bot.monitoring.metrics import Metrics
    from bot.monitoring.probes import Probe

PROBE_SECONDS: Final = 5.0
SHUTDOWN_SECONDS: Final = 2.0


class HealthServer:
    """Answers whether this bot lives, whether it can serve, and what it has counted.

    ``/healthz`` says 503 when only a restart helps, ``/readyz`` when a command given now would
    have to wait. Both list their checks as JSON. ``/metrics`` is Prometheus' text.

    Args:
        section: Address and port; port 0 opens none.
        alive: The checks of ``/healthz``, by name.
        ready: The checks of ``/readyz``, by name.
        metrics: What ``/metrics`` shows.
        refresh: Brings what is counted elsewhere into ``metrics``, before they are shown.
    """

    def __init__(
        self,
        section: HttpSection,
        *,
        alive: Mapping[str, Probe],
        ready: Mapping[str, Probe],
        metrics: Metrics,
        refresh: Callable[[], Awaitable[None]],
    ) -> None:
        self._section = section
        self._alive = alive
        self._ready = ready
        self._metrics = metrics
        self._refresh = refresh
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        """Listen; without a port nothing happens.

        Raises:
            PortTakenError: The address cannot be listened on.
        """
        if not self._section.port:
            return
        self._runner = web.AppRunner(
            self._app(), access_log=None, shutdown_timeout=SHUTDOWN_SECONDS
        )
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._section.host, self._section.port)
        try:
            await site.start()
        except OSError as error:
            await self.close()
            raise PortTakenError(
                host=self._section.host, port=self._section.port, reason=_reason_of(error)
            ) from error

    async def close(self) -> None:
        """Stop listening."""
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    def _app(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/healthz", self._show_health)
        app.router.add_get("/readyz", self._show_readiness)
        app.router.add_get("/metrics", self._show_metrics)
        return app

    async def _show_health(self, _: web.Request) -> web.Response:
        return _answer(await _ask_all(self._alive))

    async def _show_readiness(self, _: web.Request) -> web.Response:
        return _answer(await self._check_readiness())

    async def _show_metrics(self, _: web.Request) -> web.Response:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PROBE_SECONDS):
                await self._refresh()
        await self._check_readiness()
        return web.Response(body=self._metrics.page(), headers={"Content-Type": CONTENT_TYPE})

    async def _check_readiness(self) -> dict[str, Finding]:
        findings = await _ask_all(self._ready)
        for name, finding in findings.items():
            self._metrics.set_check(name, is_ok=finding.is_ok)
        return findings


async def _ask_all(probes: Mapping[str, Probe]) -> dict[str, Finding]:
    findings = await asyncio.gather(*(_ask(probe) for probe in probes.values()))
    return dict(zip(probes, findings, strict=True))


async def _ask(probe: Probe) -> Finding:
    """Ask one probe; one that does not answer in time has found something wrong."""
    try:
        async with asyncio.timeout(PROBE_SECONDS):
            return await probe()
    except TimeoutError:
        return Finding(is_ok=False, words=f"no answer in {PROBE_SECONDS:g} s")


def _answer(findings: Mapping[str, Finding]) -> web.Response:
    is_ok = all(finding.is_ok for finding in findings.values())
    body: dict[str, Any] = {
        "ok": is_ok,
        "checks": {name: finding._asdict() for name, finding in findings.items()},
    }
    return web.json_response(body, status=200 if is_ok else 503)


def _reason_of(error: OSError) -> str:
    """Word it by number: asyncio puts the address into the words, and we say it ourselves."""
    return os.strerror(error.errno).lower() if error.errno else "no such address"
