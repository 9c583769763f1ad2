"""The command as a process of its own: how fast it answers, what it loads, the real model compared."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

CROSSPARK = Path(sys.executable).with_name("crosspark")

QUICK = ("compare", "two_parks", "--replicates", "2", "--years", "1", "--modes", "present,one_plus_two")


def command(*arguments, **options):
    return subprocess.run(
        [str(CROSSPARK), *arguments], capture_output=True, text=True, check=False, encoding="utf-8", **options
    )


LIGHT = [
    ("--help",),
    ("list", "scenarios"),
    ("list", "modes"),
    ("list", "clauses"),
    ("list", "indicators"),
    ("explain", "S1"),
    ("check", str(Path(__file__).parents[1] / "governance/modes/market.yaml")),
    ("check", str(Path(__file__).parents[1] / "scenarios/library/two_parks.yaml")),
]


@pytest.mark.parametrize("arguments", LIGHT, ids=" ".join)
def test_what_should_answer_at_once_loads_nothing_heavy(arguments):
    code = (
        "import sys; from crosspark.cli import main\n"
        f"code = main({list(arguments)!r})\n"
        "heavy = {'numpy', 'pandas', 'mesa', 'numba', 'matplotlib', 'scipy', 'joblib'} & set(sys.modules)\n"
        "sys.exit(code or repr(sorted(heavy)) * bool(heavy) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell the time of child processes")
@pytest.mark.parametrize("arguments", LIGHT, ids=" ".join)
def test_what_should_answer_at_once_takes_less_than_half_a_second(arguments):
    import resource

    def seconds():
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert command(*arguments).returncode == 0
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime

    # Time on the processor, the best of several: the machine may have other work.
    assert min(seconds() for _ in range(5)) < 0.5


def test_the_real_model_is_compared_and_any_number_of_workers_prints_the_same_bytes():
    one, two = (command(*QUICK, "--jobs", jobs, "--json") for jobs in ("1", "2"))

    assert one.returncode == 0, one.stderr
    assert one.stdout == two.stdout
    data = json.loads(one.stdout)
    assert len({row["indicator"] for row in data["summary"]}) >= 25
    assert data["failures"] == []


def test_the_real_model_prints_its_table_and_writes_its_folder(tmp_path):
    done = command(*QUICK, "--out", str(tmp_path / "out"))

    assert done.returncode == 0, done.stderr
    assert "Working days from signing to start of started projects, by cause" in done.stdout
    assert (tmp_path / "out" / "hours.png").stat().st_size > 10_000


def test_one_run_of_the_real_model_prints_every_indicator():
    from crosspark.model.indicators import INDICATORS

    text = command("run", "two_parks", "--mode", "one_plus_two", "--years", "1")
    data = json.loads(command("run", "two_parks", "--years", "1", "--json").stdout)

    assert text.returncode == 0, text.stderr
    assert all(indicator.title_en in text.stdout for indicator in INDICATORS.values())
    assert set(data["indicators"]) == set(INDICATORS)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell with pipefail")
def test_a_reader_who_closes_the_pipe_gets_no_traceback():
    done = subprocess.run(
        ["bash", "-c", f"{CROSSPARK} list parameters --json | head -1"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stdout == "[\n"
    assert done.stderr == ""


FOLDER_OF_THE_KERNELS = "from crosspark.model import kernel; print(kernel.CACHE_FOLDER)"


def python(*arguments, **environment):
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
        env={**os.environ, **environment},
    )


def test_a_cache_that_cannot_be_written_is_replaced_by_a_temporary_one(tmp_path):
    (tmp_path / "file").write_text("mine")
    (tmp_path / "temporary").mkdir()
    said = "from crosspark.studies.runner import compile_kernels as c; from crosspark.model import warming; "
    said += "warming.is_warm = lambda: True; print(c())"

    done = python("-c", said, CROSSPARK_CACHE_DIR=str(tmp_path / "file"), TMPDIR=str(tmp_path / "temporary"))

    assert done.returncode == 0, done.stderr
    folder = Path(done.stdout.strip())
    assert folder.is_relative_to(tmp_path / "temporary")
    assert folder.is_dir()
    assert done.stderr.startswith(f"Nothing can be written to {tmp_path / 'file'}")
    assert "Traceback" not in done.stderr
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.skipif(sys.platform != "linux", reason="the variable is read there")
def test_an_empty_cache_variable_counts_as_unset(tmp_path):
    done = python("-c", FOLDER_OF_THE_KERNELS, CROSSPARK_CACHE_DIR="", XDG_CACHE_HOME="", HOME=str(tmp_path))

    assert Path(done.stdout.strip()).parent == tmp_path / ".cache" / "crosspark", done.stderr


def test_the_package_runs_as_the_command():
    done = python("-m", "crosspark", "list", "modes")

    assert done.returncode == 0, done.stderr
    assert done.stdout == command("list", "modes").stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
def test_an_output_that_cannot_be_written_is_told_in_one_line():
    done = subprocess.run(
        ["bash", "-c", f"{CROSSPARK} list modes > /dev/full"], capture_output=True, text=True, check=False
    )

    assert done.returncode == 1
    assert done.stderr == "crosspark: the output: No space left on device\n"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to answer")
def test_who_is_asked_to_end_says_so_and_leaves_no_warning(tmp_path):
    process = subprocess.Popen(
        [str(CROSSPARK), "why", "two_parks", "--over", "coarse", "--jobs", "2", "--out", str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    while process.poll() is None and not any(tmp_path.rglob("*.parquet")):
        time.sleep(0.05)
    process.terminate()
    out, err = process.communicate(timeout=60)

    assert process.returncode == 130
    assert out == ""
    assert "runs are kept in" in err.splitlines()[-1]
    assert "leaked" not in err
