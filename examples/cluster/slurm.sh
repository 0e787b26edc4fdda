#!/bin/sh
# Reads an archive as a job array of Slurm, then reconciles it. Usage: slurm.sh ARCHIVE DIR TASKS
# All nodes must see ARCHIVE and DIR. Run it again after a failure: what is done is not done again.
set -eu
archive=$1 out=$2 tasks=$3
job=$(sbatch --parsable --array="1-$tasks" --cpus-per-task=4 --mem=8G --time=12:00:00 \
    --wrap "marsad bulk run '$archive' --out '$out' --workers 4 --shard \"\$SLURM_ARRAY_TASK_ID/$tasks\"")
sbatch --dependency="afterany:$job" --cpus-per-task=8 --mem=32G --time=12:00:00 \
    --wrap "marsad bulk run '$archive' --out '$out' --workers 8 && marsad bulk verify '$out'"
