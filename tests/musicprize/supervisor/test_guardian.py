"""Nothing stays behind: whatever is killed, and however deep the process tree was."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from musicprize.supervisor.configuration import ROOT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="subreapers and parent-death signals are Linux's")

TREE = textwrap.dedent("""
    import subprocess, sys, time
    from musicprize.supervisor import guardian
    guardian.stay_behind(follow_parent={follow})
    # A grandchild with a session of its own: its process group tells nothing.
    leaf = "import os, time; os.setsid(); print('leaf', os.getpid(), flush=True); time.sleep(120)"
    middle = "import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', %r]); time.sleep(120)" % leaf
    subprocess.Popen([sys.executable, "-c", middle])
    import os
    print("inner", os.getpid(), flush=True)
    time.sleep(120)
""")


def start(follow: bool = False, code: str = TREE) -> tuple[subprocess.Popen[str], dict[str, int]]:
    process = subprocess.Popen(
        [sys.executable, "-c", code.format(follow=follow)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    pids = {}
    while {"inner", "leaf"} - set(pids):
        name, pid = process.stdout.readline().split()
        pids[name] = int(pid)
    return process, pids


def runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def gone(*pids: int, seconds: float = 8) -> bool:
    deadline = time.monotonic() + seconds
    while any(runs(pid) for pid in pids):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def test_terminate_ends_the_whole_tree_and_tells_the_signal():
    process, pids = start()
    process.terminate()

    assert process.wait(10) == 128 + signal.SIGTERM
    assert gone(*pids.values())


def test_kill_of_the_supervisor_leaves_no_orphan():
    process, pids = start()
    os.kill(pids["inner"], signal.SIGKILL)

    assert process.wait(10) == 128 + signal.SIGKILL
    assert gone(pids["leaf"])


def test_kill_of_the_guardian_stops_the_supervisor():
    process, pids = start()
    middle = int(Path(f"/proc/{pids['leaf']}/stat").read_text().rpartition(")")[2].split()[1])
    process.kill()
    process.wait(10)

    assert gone(pids["inner"])
    # Here nobody handled SIGTERM; the real supervisor stops its groups.
    for pid in (middle, pids["leaf"]):
        os.kill(pid, signal.SIGKILL)


def test_with_parent_the_end_of_the_starter_ends_the_tree():
    starter = textwrap.dedent("""
        import subprocess, sys, time
        subprocess.Popen([sys.executable, "-c", sys.argv[1]])
        time.sleep(120)
    """)
    process = subprocess.Popen(
        [sys.executable, "-c", starter, TREE.format(follow=True)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    pids = dict(process.stdout.readline().split() for _ in range(2))
    process.kill()
    process.wait(10)

    assert gone(*map(int, pids.values()))


def test_exit_status_of_the_work_is_the_guardians():
    code = "from musicprize.supervisor import guardian\nguardian.stay_behind(follow_parent=False)\nraise SystemExit(7)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 7
