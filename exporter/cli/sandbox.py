"""``exporter sandbox``: local look-alikes of the services."""

from __future__ import annotations

from pathlib import Path

import click

from exporter.cli.context import Context, pass_context


@click.group("sandbox")
def sandbox_command() -> None:
    """Local look-alikes of the services, to try things out.

    They are spoken to over HTTP by the same client libraries. A target such as spotify@sandbox uses a running sandbox
    (EXPORTER_SANDBOX_URL), or starts one for the length of the command. What was pushed is kept in the state folder.
    """


@sandbox_command.command("serve")
@click.option("--port", default=8700, show_default=True, type=click.IntRange(0, 65535), help="0 takes any free port.")
@click.option(
    "--catalogue",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE.jsonl",
    help="Serve these tracks instead of those that come with exporter.",
)
@click.option("--latency-ms", default=0, type=click.IntRange(0), metavar="N", help="Wait this long with every answer.")
@click.option(
    "--rate", default=0.0, type=click.FloatRange(0), metavar="N", help="Answer 429 above N requests a second."
)
@click.option("--faults", default="", metavar="SPEC", help="Fail at random: 429=0.05,500=0.02,timeout=0.01,lost=0.02")
@click.option("--seed", default=0, type=int, metavar="N", help="Make the faults repeatable.")
@pass_context
def serve_command(
    context: Context, *, port: int, catalogue: Path | None, latency_ms: int, rate: float, faults: str, seed: int
) -> int:
    """Serve the look-alikes of all installed backends on 127.0.0.1 until Ctrl-C."""
    from exporter.sandbox import serve

    found = context.plugins().all()
    infos = [info for one in found for info in (*one.backends, *one.brought.enrichers) if info.sandbox]
    serve(
        infos,
        state=context.anywhere().state / "sandbox",
        port=port,
        catalogue=catalogue,
        latency_ms=latency_ms,
        rate=rate,
        faults=faults,
        seed=seed,
        ready=lambda url: click.echo(
            f"Sandbox: open {url} in a browser. Ctrl-C stops it.\nTo push to this one: EXPORTER_SANDBOX_URL={url}",
            err=True,
        ),
    )
    return 0
