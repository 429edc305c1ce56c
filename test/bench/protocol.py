"""What every Python worker shares: the data, and the conversation with run.mjs over stdin and
stdout."""

import json, sys, time
import numpy as np

mode, pair, batch = sys.argv[1], sys.argv[2], int(sys.argv[3])
latent = 2 if pair == "mlp" else 100
shape = (2,) if pair == "mlp" else (28, 28, 1)
rng = np.random.default_rng(0)
data = rng.uniform(-1, 1, (10_000, *shape)).astype(np.float32)


def serve(step, versions):
    """`step(real)` plays one round and returns both losses as Python floats."""
    order = rng.permutation(len(data))
    position = 0
    for _ in range(4):
        step(data[order[:batch]])
    print(json.dumps({"ready": True, "versions": versions}), flush=True)
    for line in sys.stdin:
        times = []
        for _ in range(int(line)):
            begun = time.perf_counter()
            real = data[order[position : position + batch]]
            losses = step(real)
            times.append((time.perf_counter() - begun) * 1000)
            assert all(np.isfinite(losses)), losses
            position = (position + batch) % (len(data) - batch)
        print(json.dumps({"times": times}), flush=True)
