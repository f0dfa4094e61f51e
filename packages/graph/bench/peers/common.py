"""What the peers share: the problem as the driver wrote it, and the conversation with the driver.

A peer is `python NAME_peer.py PROBLEM.json VARIANT`. It loads the problem, builds the variant, runs one step, and writes
a line of JSON {"ready": true, "first_step_ms", "loss", "versions"}. Then each line `run STEPS` on its standard input is
answered by {"steps", "ms_per_step", "loss", "peak_rss_mb"}, and `losses STEPS` by {"losses": [...]}, of every step so far.
It computes only between question and answer. A variant that this machine cannot run answers {"absent": "why"}.
"""
import json
import math
import resource
import sys
import time
from types import SimpleNamespace

import numpy as np

STEPS_PER_CALL = 50  # as in workloads.ts
LEARNING_RATE, BETA1, BETA2, EPSILON = 1e-3, 0.9, 0.999, 1e-8


class Absent(Exception):
    """The variant cannot run here; the message says why."""


def load(path):
    """The problem's sizes with .data [replicas ×] [count, features], .weights (a list) and .order [replicas ×] [count]."""
    with open(path) as file:
        p = SimpleNamespace(**json.load(file))
    shape = (p.count, p.features) if p.replicas == 1 else (p.replicas, p.count, p.features)
    p.data = np.fromfile(p.files["data"], dtype="<f4").reshape(shape)
    p.order = np.fromfile(p.files["order"], dtype="<i4").reshape(shape[:-1])
    flat = np.fromfile(p.files["weights"], dtype="<f4")
    sizes = np.cumsum([int(np.prod(s)) for s in p.parameters])
    p.weights = [part.reshape(s).copy() for part, s in zip(np.split(flat, sizes[:-1]), p.parameters)]
    p.steps_per_epoch = p.count // p.batch
    return p


def gaussian_constant(p):
    """The part of the Gaussian likelihood's loss that does not depend on the output, in nats for one example."""
    return 0.5 * p.features * math.log(2 * math.pi * p.sigma**2)


def serve(make, versions):
    """Answers the driver. make(problem, variant) -> run(steps) -> every step's loss, computed when it returns."""
    def say(**answer):
        print(json.dumps(answer), flush=True)

    problem = load(sys.argv[1])
    try:
        start = time.perf_counter()
        run = make(problem, sys.argv[2])
        losses = run(1)
        history = list(losses)
        say(ready=True, first_step_ms=1e3 * (time.perf_counter() - start), loss=float(losses[-1]), versions=versions)
    except Absent as why:
        say(absent=str(why))
        return
    for line in sys.stdin:
        command, steps = line.split()
        start = time.perf_counter()
        losses = run(int(steps))
        took = time.perf_counter() - start
        history.extend(losses)
        if command == "losses":
            say(losses=[float(loss) for loss in history])
        else:
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            say(steps=len(losses), ms_per_step=1e3 * took / len(losses), loss=float(losses[-1]), peak_rss_mb=peak)
