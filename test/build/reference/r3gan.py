"""R3GAN's players in NumPy, after the paper's code (R3GAN/Networks.py, Resamplers.py), small:
what they compute of numbers that both sides make up. Writes r3gan.json beside it.

    python test/build/reference/r3gan.py
"""

import json
from pathlib import Path

import numpy as np

WIDTHS = [32, 16, 16]  # at 4, 8 and 16 pixels: one step changes the width, one does not
LATENT, CHANNELS, BATCH, GROUP = 8, 3, 2, 16


class Weights:
    """Kernels and biases in the order in which they are used: number i of the k-th is
    sin(0.1 (i + 1)^2 + k) / sqrt(inputs)."""

    def __init__(self):
        self.count = 0

    def take(self, *shape):
        self.count += 1
        size = int(np.prod(shape))
        fan_in = size / shape[-1] if len(shape) > 1 else 10
        values = np.sin(0.1 * (np.arange(size) + 1.0) ** 2 + self.count)
        return (values / np.sqrt(fan_in)).reshape(shape)


def leaky(x):
    return np.where(x > 0, x, 0.2 * x)


def grouped(x, kernel):
    """3 x 3, zeros around: x [b, h, w, c], kernel [3, 3, c / groups, outputs]."""
    batch, height, width, channels = x.shape
    each, outputs = kernel.shape[2:]
    groups = channels // each
    padded = np.pad(x, [(0, 0), (1, 1), (1, 1), (0, 0)])
    y = np.zeros((batch, height, width, outputs))
    for g in range(groups):
        seen = padded[..., g * each : (g + 1) * each]
        at = slice(g * outputs // groups, (g + 1) * outputs // groups)
        for r in range(3):
            for c in range(3):
                part = seen[:, r : r + height, c : c + width]
                y[..., at] += part @ kernel[r, c, :, at]
    return y


def block(x, weights):
    width = x.shape[-1]
    wide = 2 * width
    y = leaky(x @ weights.take(1, 1, width, wide)[0, 0] + weights.take(wide))
    y = leaky(grouped(y, weights.take(3, 3, GROUP, wide)) + weights.take(wide))
    return x + y @ weights.take(1, 1, wide, width)[0, 0]


def blocks(x, weights):
    return block(block(x, weights), weights)


def matrix(side):
    """Halving along an axis, [side / 2, side]: the filter [1, 2, 1] * [1, 1] / 8, zeros around."""
    taps = np.convolve([1, 2, 1], [1, 1]) / 8
    down = np.zeros((side // 2, side))
    for i in range(side // 2):
        for k, tap in enumerate(taps):
            if 0 <= 2 * i - 1 + k < side:
                down[i, 2 * i - 1 + k] = tap
    return down


def halve(x):
    down = matrix(x.shape[1])
    return np.einsum("ih,jw,bhwc->bijc", down, down, x)


def double(x):
    up = 2 * matrix(2 * x.shape[1]).T
    return np.einsum("ih,jw,bhwc->bijc", up, up, x)


def generate(z):
    weights = Weights()
    first = z @ weights.take(LATENT, WIDTHS[0])
    x = blocks(first[:, None, None, :] * weights.take(4, 4, WIDTHS[0]), weights)
    for before, width in zip(WIDTHS, WIDTHS[1:]):
        if before != width:
            x = x @ weights.take(1, 1, before, width)[0, 0]
        x = blocks(double(x), weights)
    return x @ weights.take(1, 1, WIDTHS[-1], CHANNELS)[0, 0]


def judge(images):
    weights = Weights()
    finest_first = WIDTHS[::-1]
    x = blocks(images @ weights.take(1, 1, CHANNELS, finest_first[0])[0, 0], weights)
    for before, width in zip(finest_first, finest_first[1:]):
        x = halve(x)
        if before != width:
            x = x @ weights.take(1, 1, before, width)[0, 0]
        x = blocks(x, weights)
    seen = (x * weights.take(4, 4, WIDTHS[0])).sum((1, 2))
    return seen @ weights.take(WIDTHS[0], 1) + weights.take(1)


z = np.cos(np.arange(BATCH * LATENT)).reshape(BATCH, LATENT)
images = np.sin(0.1 * np.arange(BATCH * 16 * 16 * CHANNELS)).reshape(BATCH, 16, 16, CHANNELS)
drawn = generate(z)
found = {"drawn": drawn.ravel()[::7].tolist(), "logits": judge(images).ravel().tolist()}
text = json.dumps({key: [round(v, 9) for v in values] for key, values in found.items()})
Path(__file__).with_suffix(".json").write_text(text + "\n")
