"""The job array that is shown reads every shard once and reconciles behind it."""

import os
import subprocess
from pathlib import Path

EXAMPLES = Path(__file__).parents[2] / "examples" / "cluster"
SBATCH = """#!/bin/sh
# Runs at once what it is to submit: each task of an array, else the one command.
tasks=1
for word in "$@"; do
    case $word in --array=1-*) tasks=${word#--array=1-} ;; esac
    last=$word
done
task=1
while [ $task -le $tasks ]; do SLURM_ARRAY_TASK_ID=$task sh -c "$last"; task=$((task + 1)); done
echo 77
"""
MARSAD = '#!/bin/sh\necho "$@" >> "$SAID"\n'


def test_the_job_array_asks_for_each_share_and_then_for_the_rest(tmp_path):
    said = tmp_path / "said"
    for name, text in (("sbatch", SBATCH), ("marsad", MARSAD)):
        (tmp_path / name).write_text(text)
        (tmp_path / name).chmod(0o755)
    environment = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "SAID": str(said)}
    subprocess.run([EXAMPLES / "slurm.sh", "an archive", "out", "3"], env=environment, check=True, capture_output=True)
    asked = said.read_text().splitlines()
    read = [f"bulk run an archive --out out --workers 4 --shard {number}/3" for number in (1, 2, 3)]
    assert asked == [*read, "bulk run an archive --out out --workers 8", "bulk verify out"]
