"""The command that runs the server: serve."""

from __future__ import annotations

import ipaddress
import socket
from typing import Annotated

import typer

from pitchreel.cli import console, options
from pitchreel.cli.store import opened
from pitchreel.config import Settings
from pitchreel.errors import SetupError
from pitchreel.service.addresses import LOOPBACK

GRACE = 10
"""Seconds that requests under way have to end when the server is stopped."""


def serve(
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Where to listen; 0.0.0.0 for all addresses.")] = (
        "127.0.0.1"
    ),
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 for any that is free.")] = 8080,
    workers: Annotated[
        int, typer.Option(min=0, max=64, metavar="N", help="Worker processes beside it; 0 when they run elsewhere.")
    ] = 1,
) -> None:
    """Run the server that speaks JoggAI and Creatify, and its workers."""
    settings = _reachable(options.settings_for(), host)
    console.log_to_errors()
    if not _is_loopback(host):
        _refuse_strangers(settings, host)
    with _listen(host, port) as listener:
        _show_first_key(settings)
        # The server is a second's reading: after everything that may be refused.
        import uvicorn

        from pitchreel.api.app import create_app
        from pitchreel.cli.crew import Crew

        base = settings.public_url.rstrip("/") or _base(host, listener.getsockname()[1])
        config = uvicorn.Config(
            create_app(settings),
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=GRACE,
            lifespan="on",
        )
        with Crew(
            workers, {"PITCHREEL_PUBLIC_URL": base}, drain=settings.drain_seconds + settings.webhook_seconds + GRACE
        ):
            _greet(base, workers)
            try:
                uvicorn.Server(config).run(sockets=[listener])
            except KeyboardInterrupt:
                console.errors.print("Stopping: workers put their work down; it goes on at the next start.")


def _show_first_key(settings: Settings) -> None:
    """Make the first key, if none was made yet, and show it at once: whatever comes after, nobody loses it."""
    from pitchreel.service import keys
    from pitchreel.storage import installation_secret

    installation_secret(settings)
    with opened(settings) as db:
        new_key = keys.first(db)
    if new_key is not None:
        console.show("The first key; it is shown only now:")
        console.show(f"  api_id   {new_key.api_id}")
        console.show(f"  api_key  {new_key.api_key}")
        console.show("")


def _refuse_strangers(settings: Settings, host: str) -> None:
    """Raise SetupError for a listener that would be open to anybody."""
    from pitchreel.service import keys

    with opened(settings) as db:
        has_keys = any(entry.revoked is None for entry in keys.listed(db))
    if not has_keys:
        raise SetupError(
            f"Nobody has a key yet, and {host} can be reached from other machines",
            "Make one first: pitchreel keys create. PITCHREEL_TRUSTED_HOSTS must name this server as well",
        )
    if not settings.trusted_hosts.strip(" ,"):
        raise SetupError(
            f"{host} can be reached from other machines, and nothing says under which names. Without that, any page "
            "could send its visitors' browsers here under a name of its own",
            "Set PITCHREEL_TRUSTED_HOSTS to the names or addresses that clients use: ads.example.com,10.0.0.5",
        )


def _reachable(settings: Settings, host: str) -> Settings:
    """The settings with one more name to answer to: that of this machine itself which is listened at (127.0.0.2)."""
    if not _is_loopback(host) or host in LOOPBACK:
        return settings
    return settings.model_copy(update={"trusted_hosts": ",".join(filter(None, (settings.trusted_hosts, host)))})


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise SetupError(f"{host} is no address to listen at: {error}", "Use 127.0.0.1 or 0.0.0.0") from None
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        # Listening before the workers start: a port that is taken is told at once.
        listener.listen(2048)
    except OSError as error:
        listener.close()
        raise SetupError(f"Cannot listen at {host}:{port}: {error.strerror}", "Choose another --port") from None
    return listener


def _base(host: str, port: int) -> str:
    shown = {"0.0.0.0": "127.0.0.1", "::": "127.0.0.1"}.get(host, host)
    return f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"


def _greet(base: str, workers: int) -> None:
    crew = {0: "no worker of its own", 1: "one worker"}.get(workers, f"{workers} workers")
    console.show(f"Pitchreel listens at {base} with {crew}.")
    console.show(f"  JoggAI clients    {base}/v1, {base}/open, {base}/v2   header x-api-key")
    console.show(f"  Creatify clients  {base}/api   headers X-API-ID, X-API-KEY")
    console.show(f"  documentation     {base}/docs")
