"""Intervals and distances by other people's libraries: two rows of numbers on stdin, numbers on
stdout, as JSON."""

import json
import os
import sys

sys.path.append(os.environ["TEST_EXPORTS"])
import numpy as np
import scipy.stats

given = json.load(sys.stdin)
interval = scipy.stats.binomtest(27, 30).proportion_ci(0.95, method="wilson")
ks = scipy.stats.ks_2samp(given["a"], given["b"]).statistic
print(
    json.dumps(
        {
            "wilson": [interval.low, interval.high],
            "ks": ks,
            "sem": float(np.std(given["a"]) / len(given["a"]) ** 0.5),
        }
    )
)
