"""A case read one page after the other: each step goes on with the report of the one before.

python -m tests.benchmarks.page_by_page CASE OUT --model NAME --base-url URL    records
python -m tests.benchmarks.page_by_page CASE OUT --replay                      replays OUT

OUT gets a cassette and a report for each step (``1.yaml``, ``1.json`` …). At the end the last
report is scored by the labelled file of the case, as `checker eval` does; each step prints what it
asked. ``--order 4,0,2`` reads the pages in another order.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import click

from checker.intake.pages import read_case
from checker.kept_report import Report
from checker.pipeline.options import Options
from checker.pipeline.runs import Settings, run_case
from checker.report.contract import load_report, render_json
from checker.scoring.case_scores import evaluate_report
from checker.scoring.evaluation_text import render_evaluation
from checker.scoring.labels import read_expectations


@click.command()
@click.argument("case", type=click.Path(path_type=Path))
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--model")
@click.option("--base-url")
@click.option("--replay", is_flag=True)
@click.option("--order", default="")
@click.option("--until", type=int, default=0, help="Stop after so many steps.")
def main(case: Path, out: Path, **given: Any) -> None:
    """Run the steps."""
    model, base_url, order, until = (
        given[name] for name in ("model", "base_url", "order", "until")
    )
    replay = given["replay"]
    out.mkdir(parents=True, exist_ok=True)
    report: Report | None = None
    with tempfile.TemporaryDirectory() as folder:
        steps = copy_steps(case, Path(folder), [int(each) for each in order.split(",") if each])
        for number, pages in enumerate(steps[: until or None], start=1):
            settings = Settings(
                model=model or "relay",
                base_url=base_url,
                replay=out / f"{number}.yaml" if replay else None,
                record=None if replay else out / f"{number}.yaml",
                options=Options(since=report),
            )
            report = take_step(pages, settings, out / f"{number}.json")
    expected = read_expectations(case / "expected.toml")
    if report:
        click.echo(render_evaluation(evaluate_report(case.name, report, expected)))


def copy_steps(case: Path, folder: Path, order: list[int]) -> list[Path]:
    """A folder for each step: the pages so far, and what the case says of them."""
    paths = [case / page.path for page in read_case([str(case)]).pages]
    ordered = [paths[n] for n in order] if order else paths
    steps = []
    for number in range(1, len(ordered) + 1):
        step = folder / f"{number}" / case.name
        step.mkdir(parents=True)
        for path in ordered[:number]:
            shutil.copy(path, step / path.name)
        steps.append(step)
    return steps


def take_step(pages: Path, settings: Settings, to: Path) -> Report:
    """One run; what it asked and found is printed, the report written."""
    outcome = run_case(read_case([str(pages)]), settings)
    if outcome.stopped:
        raise outcome.stopped
    report = outcome.report
    to.write_text(render_json(report), encoding="utf-8")
    usage = ", ".join(f"{name} {each.calls}" for name, each in report.run.usage.items())
    click.echo(f"{to.name}: {len(report.pages)} pages, {len(report.findings)} findings; {usage}")
    return load_report(to)


if __name__ == "__main__":
    sys.exit(main())
