"""The measures by other people's libraries: feature vectors on stdin, numbers as JSON on stdout."""

import json
import os
import sys

sys.path.append(os.environ["TEST_EXPORTS"])
import numpy as np
import scipy.linalg
import scipy.stats
from prdc import compute_prdc
from sklearn.metrics.pairwise import polynomial_kernel

given = json.load(sys.stdin)
real, fake = np.array(given["real"]), np.array(given["fake"])
first, second = np.cov(real, rowvar=False), np.cov(fake, rowvar=False)
root = scipy.linalg.sqrtm(first @ second).real
frechet = ((real.mean(0) - fake.mean(0)) ** 2).sum() + np.trace(first + second - 2 * root)
xx, yy, xy = (
    polynomial_kernel(a, b, degree=3, coef0=1)
    for a, b in ((real, real), (fake, fake), (real, fake))
)
n = len(real)
kid = (xx.sum() - np.trace(xx) + yy.sum() - np.trace(yy)) / (n * (n - 1)) - 2 * xy.mean()
p = np.array(given["probabilities"])
score = np.exp(np.mean([scipy.stats.entropy(row, p.mean(0)) for row in p]))
kl = scipy.stats.entropy(given["hits"], given["expected"])
manifolds = {key: float(value) for key, value in compute_prdc(real, fake, nearest_k=5).items()}
print(json.dumps({"frechet": frechet, "kid": kid, "score": score, "kl": kl, **manifolds}))
