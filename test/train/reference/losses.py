"""Computes losses.json: what PyTorch says of every loss, penalty and change of an image.

    python3 -m venv venv && venv/bin/pip install torch==2.14.1
    venv/bin/python test/train/reference/losses.py
    npx prettier --write test/train/reference/losses.json

The formulas are written as the papers' own code writes them (named beside each), in float64, so
that they are a second implementation and no copy of src/train.
"""

import json
import pathlib

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
torch.manual_seed(1)
batch, size, hidden = 6, 4, 5
real, fake = torch.randn(batch, size), torch.randn(batch, size) * 0.5 + 0.3
alpha, noise = torch.rand(batch, 1), torch.rand(batch, size)


def weights(inputs):
    return [
        (torch.randn(inputs, hidden) * 0.7).requires_grad_(),
        (torch.randn(hidden) * 0.2).requires_grad_(),
        torch.randn(hidden, 1).requires_grad_(),
    ]


def numbers(tensor):
    return tensor.detach().tolist()


def bce(logits, target):
    return F.binary_cross_entropy_with_logits(logits, torch.full_like(logits, target))


def softplus_pairs(a, b):
    return F.softplus(b - a).mean()


# [L_D(real, fake, target), L_G(real, fake)]
non_saturating = [
    lambda r, f, t: bce(r, t) + bce(f, 0.0),
    lambda r, f: bce(f, 1.0),
]
critic = [lambda r, f, t: f.mean() - r.mean(), lambda r, f: -f.mean()]
losses = {
    "minimax": [non_saturating[0], lambda r, f: -bce(f, 0.0)],  # arXiv 1406.2661, eq. 1
    "non-saturating": non_saturating,  # the same, section 3
    "least-squares": [  # arXiv 1611.04076, eq. 9
        lambda r, f, t: (
            0.5 * F.mse_loss(r, torch.full_like(r, t)) + 0.5 * F.mse_loss(f, torch.zeros_like(f))
        ),
        lambda r, f: 0.5 * F.mse_loss(f, torch.ones_like(f)),
    ],
    "wasserstein": critic,  # arXiv 1701.07875, algorithm 1
    "wasserstein-gp": critic,
    "hinge": [  # ajbrock/BigGAN-PyTorch, losses.py
        lambda r, f, t: F.relu(1.0 - r).mean() + F.relu(1.0 + f).mean(),
        lambda r, f: -f.mean(),
    ],
    "dragan": non_saturating,
    "relativistic-paired": [  # brownvc/R3GAN, trainer.py
        lambda r, f, t: softplus_pairs(r, f),
        lambda r, f: softplus_pairs(f, r),
    ],
    "relativistic-average": [  # AlexiaJM/RelativisticGAN, README, without its division by 2
        lambda r, f, t: bce(r - f.mean(), 1.0) + bce(f - r.mean(), 0.0),
        lambda r, f: bce(r - f.mean(), 0.0) + bce(f - r.mean(), 1.0),
    ],
}


def loss_case(name, target):
    of_d, of_g = losses[name]
    r = (torch.randn(batch, 1) * 1.5).requires_grad_()
    f = (torch.randn(batch, 1) * 1.5).requires_grad_()
    value_d, value_g = of_d(r, f, target), of_g(r, f)
    slopes_d = torch.autograd.grad(value_d, [r, f])
    slopes_g = torch.autograd.grad(value_g, [f, r], allow_unused=True)
    return {
        "loss": name,
        "target": target,
        "real": numbers(r),
        "fake": numbers(f),
        "discriminator": value_d.item(),
        "discriminatorSlopes": [numbers(s) for s in slopes_d],
        "generator": value_g.item(),
        "generatorSlope": numbers(slopes_g[0]),
    }


def pack(x, count):
    """fjxmlzn/PacGAN: so many samples of a batch as one, along the last axis."""
    return torch.cat(x.chunk(count, 0), -1)


def penalty_case(name, weight, packing=1):
    w = weights(size * packing)

    def discriminate(x):
        return torch.tanh(pack(x, packing) @ w[0] + w[1]) @ w[2]

    def slopes(x):
        x = x.detach().requires_grad_()
        return torch.autograd.grad(discriminate(x).sum(), x, create_graph=True)[0]

    def zero_centred(x):  # brownvc/R3GAN, trainer.py: gamma / 2 of the mean of the squared norms
        return weight / 2 * slopes(x).square().sum(1).mean()

    def one_centred(x):  # igul222/improved_wgan_training, gan_mnist.py
        return weight * ((slopes(x).square().sum(1).sqrt() - 1) ** 2).mean()

    between = real + alpha * (fake - real)
    # kodalinaveen3/DRAGAN, DRAGAN.ipynb: numpy's std is over all values, not corrected
    perturbed = real + 0.5 * real.std(unbiased=False) * noise
    around = real + alpha * (perturbed - real)
    value = {
        "R1": lambda: zero_centred(real),
        "R2": lambda: zero_centred(fake),
        "0-GP": lambda: zero_centred(between),
        "1-GP": lambda: one_centred(between),
        "DRAGAN": lambda: one_centred(around),
    }[name]()
    grads = torch.autograd.grad(value, w, allow_unused=True)
    return {
        "penalty": f"{name}({weight})",
        "packing": packing,
        "weights": [numbers(x) for x in w],
        "value": value.item(),
        "slopes": [numbers(g) for g in grads],
    }


def cross_entropy_case():
    logits = torch.randn(batch, 3).requires_grad_()
    classes = torch.tensor([0, 2, 1, 1, 0, 2])
    value = F.cross_entropy(logits, classes)
    return {
        "logits": numbers(logits),
        "classes": numbers(F.one_hot(classes, 3)),
        "value": value.item(),
        "slope": numbers(torch.autograd.grad(value, logits)[0]),
    }


def augmentation_case(name, side):
    """mit-han-lab/data-efficient-gans, DiffAugment_pytorch.py, of given uniform numbers.

    Shifted images are filled with paper, -1, as ganbook documents, where theirs have 0.
    """
    count = 3
    x = torch.rand(count, 1, side, side) * 2 - 1
    u = torch.rand(6, count)

    def integer(uniform, low, high):  # torch.randint(low, high)
        return (uniform * (high - low)).floor().long() + low

    if name == "brightness":
        y = x + (u[0].view(-1, 1, 1, 1) - 0.5)
    elif name == "contrast":
        mean = x.mean(dim=[1, 2, 3], keepdim=True)
        y = (x - mean) * (u[1].view(-1, 1, 1, 1) + 0.5) + mean
    elif name == "translation":
        shift = int(side * 0.125 + 0.5)
        down, across = integer(u[2], -shift, shift + 1), integer(u[3], -shift, shift + 1)
        padded = F.pad(x, [shift] * 4, value=-1.0)
        y = torch.stack(
            [
                padded[i, :, shift - d : shift - d + side, shift - a : shift - a + side]
                for i, (d, a) in enumerate(zip(down.tolist(), across.tolist()))
            ]
        )
    else:
        cut = int(side * 0.5 + 0.5)
        y = x.clone()
        tops = integer(u[4], 0, side + (1 - cut % 2))
        lefts = integer(u[5], 0, side + (1 - cut % 2))
        for i, (top, left) in enumerate(zip(tops.tolist(), lefts.tolist())):
            rows = (torch.arange(cut) + top - cut // 2).clamp(0, side - 1)
            columns = (torch.arange(cut) + left - cut // 2).clamp(0, side - 1)
            for row in rows:
                y[i, 0, row, columns] = 0.0
    return {
        "name": name,
        "images": numbers(x.permute(0, 2, 3, 1)),
        "uniform": numbers(u),
        "changed": numbers(y.permute(0, 2, 3, 1)),
    }


with_targets = ["minimax", "non-saturating", "least-squares"]
report = {
    "torch": torch.__version__,
    "losses": [
        loss_case(name, t)
        for name in losses
        for t in ([1.0, 0.9] if name in with_targets else [1.0])
    ],
    "samples": {
        "real": numbers(real),
        "fake": numbers(fake),
        "share": numbers(alpha),
        "noise": numbers(noise),
    },
    "penalties": [
        penalty_case(name, weight, packing)
        for name, weight in [("R1", 0.3), ("R2", 0.3), ("0-GP", 2), ("1-GP", 10), ("DRAGAN", 10)]
        for packing in (1, 3)
    ],
    "packed": numbers(pack(real, 3)),
    "crossEntropy": cross_entropy_case(),
    "augmentations": [
        augmentation_case(name, side)
        for name in ("brightness", "contrast", "translation", "cutout")
        for side in (8, 6)
    ],
}


def rounded(value):
    if isinstance(value, dict):
        return {key: rounded(each) for key, each in value.items()}
    if isinstance(value, list):
        return [rounded(each) for each in value]
    return round(value, 8) if isinstance(value, float) else value


path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(rounded(report)) + "\n")
