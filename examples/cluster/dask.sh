#!/bin/sh
# Reads an archive on a Dask cluster of this machine, as on one of many. Usage: dask.sh ARCHIVE DIR WORKERS
# On a real cluster the scheduler and the workers run elsewhere, under TLS: dask scheduler --tls-ca-file … and so on.
set -eu
archive=$1 out=$2 workers=$3
python=${PYTHON:-python3}
file=$(mktemp -u)
"$python" -m distributed.cli.dask_scheduler --host 127.0.0.1 --port 0 --no-dashboard --scheduler-file "$file" &
scheduler=$!
trap 'kill $scheduler $(jobs -p) 2>/dev/null || true; rm -f "$file"' EXIT
while [ ! -s "$file" ]; do sleep 0.1; done
address=$("$python" -c 'import json, sys; print(json.load(open(sys.argv[1]))["address"])' "$file")
"$python" -m distributed.cli.dask_worker "$address" --nworkers "$workers" --nthreads 1 --no-dashboard &
"$python" -m marsad bulk run "$archive" --out "$out" --scheduler "$address"
