"""A case replayed and held against its kept report: by command, and as a test of pytest's."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

from checker.changes.regression import check_case
from checker.cli import main
from checker.errors import CassetteError, InputError
from checker.report.contract import load_report, render_json
from tests.support.kept_case import change_recorded_prompt, make_case

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "fixtures" / "israel-syria-talks"
Write = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_case(tmp_path_factory.mktemp("made") / "talks")


@pytest.fixture
def case(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "talks"))


def checker(*arguments: object, **environment: str) -> Result:
    return CliRunner().invoke(main, list(map(str, arguments)), env=environment)


def forget_findings(case: Path) -> None:
    """Leave out of the kept report what was found, as if it had been found only since."""
    kept = load_report(case / "report.json")
    text = render_json(kept.model_copy(update={"findings": ()}))
    (case / "report.json").write_text(text, encoding="utf-8")


def test_a_case_that_is_as_it_was(case: Path) -> None:
    result = checker("check", case)
    assert result.exit_code == 0
    assert result.output == "Talks in Paris: the findings are the kept ones (1 finding, 2 claims)\n"


def test_what_the_user_has_set_changes_nothing(case: Path) -> None:
    elsewhere = {"CHECKER_MODEL": "other", "OPENAI_BASE_URL": "http://127.0.0.1:1/v1"}
    assert checker("check", case, **elsewhere).exit_code == 0


def test_changed_findings_are_shown(case: Path) -> None:
    forget_findings(case)
    result = checker("check", case)
    assert result.exit_code == 1
    assert "the recording fits, but the findings changed" in result.output
    assert "+ f1 Were the talks direct?" in result.output
    assert "“نفت دمشق أن تكون المحادثات" in result.output
    assert "--update" in result.output
    whole = json.loads(checker("check", case, "--json").output)
    assert whole["counts"] == {"new-conflict": 1, "new-finding": 1}


def test_a_changed_prompt_is_no_change_of_findings(case: Path) -> None:
    change_recorded_prompt(case)
    result = checker("check", case)
    assert result.exit_code == 2
    assert "the prompt 'extract_claims' changed since it was recorded" in result.output
    assert "This says nothing about the findings" in result.output
    assert f"--record {case / 'cassette.yaml'}" in result.output
    assert "the findings changed" not in result.output


def test_update_writes_the_kept_report(case: Path) -> None:
    before = (case / "report.json").read_bytes()
    (case / "report.json").write_text("broken", encoding="utf-8")
    assert checker("check", case).exit_code == 2
    result = checker("check", case, "--update")
    assert (result.exit_code, result.output) == (0, f"written: {case / 'report.json'}\n")
    assert (case / "report.json").read_bytes() == before


def test_what_is_not_compared_is_named(case: Path) -> None:
    kept = load_report(case / "report.json")
    run = kept.run.model_copy(update={"checker_version": "0"})
    text = render_json(kept.model_copy(update={"run": run}))
    (case / "report.json").write_text(text, encoding="utf-8")
    result = checker("check", case)
    assert result.exit_code == 0
    assert "Only what is not compared differs" in result.output


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ("report.json", "no kept report"),
        ("case.toml", "is no case"),
        ("cassette.yaml", "there is no recording"),
    ],
)
def test_a_case_that_lacks_something(case: Path, missing: str, words: str) -> None:
    (case / missing).unlink()
    result = checker("check", case)
    assert result.exit_code == 2
    assert words in result.output


def test_a_case_that_names_no_cassette(case: Path) -> None:
    (case / "case.toml").write_text('model = "m"\n', encoding="utf-8")
    with pytest.raises(InputError, match="names no cassette"):
        check_case(case)


def test_a_changed_page(case: Path) -> None:
    (case / "one.txt").write_text("قالت قطر شيئا.\n", encoding="utf-8")
    (case / "three.txt").write_text("خبر آخر.\n", encoding="utf-8")
    with pytest.raises(CassetteError, match=r"\(changed: 'one\.txt'; new: 'three\.txt'\)"):
        check_case(case)


def test_several_cases_are_all_checked_and_the_worst_counts(case: Path, made: Path) -> None:
    forget_findings(case)
    broken = shutil.copytree(made, case.parent / "broken")
    (broken / "one.txt").write_text("قالت قطر شيئا.\n", encoding="utf-8")
    junit = case.parent / "junit.xml"
    result = checker("check", made, broken, case, "--junit", junit)
    assert result.exit_code == 2
    assert "Talks in Paris: the findings are the kept ones" in result.stdout
    assert "the recording fits, but the findings changed" in result.stdout
    assert "(changed: 'one.txt')" in result.stderr
    assert "--record;" not in result.stderr  # the library's own advice
    suite = ElementTree.parse(junit).getroot()
    assert {name: suite.get(name) for name in ("tests", "failures", "errors")} == {
        "tests": "3",
        "failures": "1",
        "errors": "1",
    }
    assert [[node.tag for node in test] for test in suite] == [[], ["error"], ["failure"]]
    assert checker("check", made, case).exit_code == 1
    assert checker("check", made, case, "--json").exit_code == 2


def test_annotations_stand_in_one_line_each_where_the_service_asks(case: Path) -> None:
    forget_findings(case)
    lines = checker("check", case, GITHUB_ACTIONS="true").stdout.splitlines()
    [note] = [line for line in lines if line.startswith("::error")]
    assert note.startswith(f"::error file={case}/report.json,title=checker: findings changed::")
    assert "%0A" in note
    for flags, environment in ((["--no-annotate"], "true"), ([], "")):
        quiet = checker("check", case, *flags, GITHUB_ACTIONS=environment)
        assert "::error" not in quiet.output
    assert "::error" in checker("check", case, "--annotate", GITHUB_ACTIONS="").output


def test_diff_ends_by_its_guards(case: Path, made: Path) -> None:
    forget_findings(case)
    old, new = case / "report.json", made / "report.json"
    assert checker("diff", old, old).exit_code == 0
    result = checker("diff", old, new)
    assert result.exit_code == 1
    assert "guarded against: new-conflict" in result.output
    assert checker("diff", old, new, "--fail-on", "gone-conflict,lost-claim").exit_code == 0
    assert checker("diff", old, new, "--fail-on", "none").exit_code == 0
    assert checker("diff", new, old, "--fail-on", "gone-conflict").exit_code == 1
    quiet = checker("diff", old, new, "-q")
    assert (quiet.exit_code, quiet.output) == (1, "")
    whole = json.loads(checker("diff", old, new, "--json").output)
    assert whole["failed"] == ["new-conflict"]
    assert whole["findings_new"][0]["question"] == "Were the talks direct?"


def test_diff_refuses_what_it_cannot_compare(case: Path, made: Path) -> None:
    old, new = case / "report.json", made / "report.json"
    assert checker("diff", old, new, "--fail-on", "anything").exit_code == 2
    assert checker("diff", old, case / "none.json").exit_code == 2
    record = json.loads(old.read_text(encoding="utf-8"))
    elsewhere = [{**page, "path": f"x{page['id']}", "sha256": "1"} for page in record["pages"]]
    for field, value, words in (
        ("pages", elsewhere, "different cases"),
        ("schema_version", "0", "version '0'"),
    ):
        old.write_text(json.dumps({**record, field: value}), encoding="utf-8")
        result = checker("diff", old, new)
        assert result.exit_code == 2
        assert words in result.output


def test_diff_compares_two_reports_of_one_folder_whatever_they_are_called(
    case: Path, made: Path
) -> None:
    old, new = case / "report.json", made / "report.json"
    record = json.loads(old.read_text(encoding="utf-8"))
    old.write_text(json.dumps({**record, "case": "one.txt and 40 more"}), encoding="utf-8")
    assert checker("diff", old, new, "--fail-on", "none").exit_code == 0


@pytest.fixture
def suite(tmp_path: Path) -> Write:
    """Runs pytest on one test file in a process of its own, in ``tmp_path``."""

    def run(text: str, *flags: str) -> subprocess.CompletedProcess[str]:
        (tmp_path / "test_it.py").write_text(textwrap.dedent(text), encoding="utf-8")
        command = [sys.executable, "-m", "pytest", "-q", "-W", "error", "-p", "no:cacheprovider"]
        plugin = ("-p", "checker.pytest_plugin") if not is_installed() else ()
        return subprocess.run(
            [*command, *plugin, *flags, "test_it.py"],
            cwd=tmp_path,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    return run


def is_installed() -> bool:
    """Tell whether pytest finds the plugin by itself, by the entry point of the package."""
    from importlib.metadata import entry_points

    found = entry_points(group="pytest11")
    return any(each.value == "checker.pytest_plugin" for each in found)


def test_the_plugin(case: Path, made: Path, suite: Write) -> None:
    forget_findings(case)
    broken = case.parent / "broken"
    shutil.copytree(made, broken)
    change_recorded_prompt(broken)
    done = suite(
        f"""
        import pytest

        @pytest.mark.parametrize("path", [{str(made)!r}, "talks", "broken"], ids="abc")
        def test_case(checker_case, path):
            checker_case(path)
        """
    )
    assert "2 failed, 1 passed" in done.stdout
    assert "AssertionError: the recording fits, but the findings changed" in done.stdout
    assert "+ f1 Were the talks direct?" in done.stdout
    assert "Failed: the findings of" in done.stdout
    assert "the prompt 'extract_claims' changed" in done.stdout
    assert "During handling" not in done.stdout
    assert "The above exception" not in done.stdout
    assert done.stdout.count("Record again with") <= 2  # at the failure, and in the summary
    assert "check_case" not in done.stdout  # nothing of checker's own frames


def test_the_plugin_costs_other_suites_nothing(suite: Write) -> None:
    done = suite(
        """
        import sys

        def test_nothing_is_imported():
            heavy = {"pydantic", "openai", "vcr", "yaml", "rich", "click", "checker.pipeline.runs"}
            assert not heavy & set(sys.modules)
        """
    )
    assert done.returncode == 0, done.stdout


def test_the_sample_case_by_command() -> None:
    result = checker("check", SAMPLE)
    assert result.exit_code == 0, result.output


def test_the_sample_case_by_fixture(request: pytest.FixtureRequest) -> None:
    """As a team would have it in its own tests, see `docs/ci-example.yml`."""
    if not is_installed():
        pytest.skip("this installation of the package has no plugin yet; install it again")
    request.getfixturevalue("checker_case")("fixtures/israel-syria-talks")


def test_the_ready_example_for_a_service_names_what_exists() -> None:
    import yaml

    text = (ROOT / "docs" / "ci-example.yml").read_text(encoding="utf-8")
    steps = yaml.safe_load(text)["jobs"]["findings"]["steps"]
    script = "\n".join(step.get("run", "") for step in steps)
    named = re.findall(r"^\s*checker (\w+)", script, re.MULTILINE)
    assert named == ["check", "eval"]
    helps = "".join(checker(name, "--help").output for name in named)
    assert set(re.findall(r"--[a-z][a-z-]+", script)) <= set(re.findall(r"--[a-z][a-z-]+", helps))
    assert "checker_case" in text
