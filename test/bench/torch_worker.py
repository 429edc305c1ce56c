"""PyTorch: eager (channels last) and compile."""

import torch
from torch import nn
from torch.nn.functional import softplus
from protocol import batch, latent, mode, pair, serve

torch.set_num_threads(2)
torch.manual_seed(0)
networks = {
    "seed": lambda: (
        [
            nn.Linear(100, 128),
            nn.ReLU(),
            nn.Linear(128, 784),
            nn.Tanh(),
            nn.Unflatten(1, (1, 28, 28)),
        ],
        [
            nn.Conv2d(1, 32, 3, padding=1),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Conv2d(32, 64, 3, padding=1),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Flatten(),
            nn.Linear(3136, 1),
        ],
    ),
    "dcgan": lambda: (
        [
            nn.Linear(100, 6272, bias=False),
            nn.BatchNorm1d(6272),
            nn.ReLU(),
            nn.Unflatten(1, (128, 7, 7)),
            nn.ConvTranspose2d(128, 64, 4, 2, 1, bias=False),
            nn.BatchNorm2d(64),
            nn.ReLU(),
            nn.ConvTranspose2d(64, 1, 4, 2, 1),
            nn.Tanh(),
        ],
        [
            nn.Conv2d(1, 64, 4, 2, 1),
            nn.LeakyReLU(0.2),
            nn.Conv2d(64, 128, 4, 2, 1),
            nn.LeakyReLU(0.2),
            nn.Flatten(),
            nn.Linear(6272, 1),
        ],
    ),
    "mlp": lambda: (
        [nn.Linear(2, 128), nn.ReLU(), nn.Linear(128, 128), nn.ReLU(), nn.Linear(128, 2)],
        [
            nn.Linear(2, 128),
            nn.LeakyReLU(0.2),
            nn.Linear(128, 128),
            nn.LeakyReLU(0.2),
            nn.Linear(128, 1),
        ],
    ),
}
g_layers, d_layers = networks[pair]()
generator, discriminator = nn.Sequential(*g_layers), nn.Sequential(*d_layers)
if pair != "mlp":
    generator.to(memory_format=torch.channels_last)
    discriminator.to(memory_format=torch.channels_last)
g_adam = torch.optim.Adam(generator.parameters(), 2e-4, (0.5, 0.999))
d_adam = torch.optim.Adam(discriminator.parameters(), 2e-4, (0.5, 0.999))


def d_objective(real, fake):
    return softplus(-discriminator(real)).mean() + softplus(discriminator(fake)).mean()


def g_objective(z):
    return softplus(-discriminator(generator(z))).mean()


draw = generator
if mode == "compile":
    d_objective, g_objective, draw = (
        torch.compile(d_objective),
        torch.compile(g_objective),
        torch.compile(generator),
    )


def step(real):
    real = torch.from_numpy(real)
    if pair != "mlp":
        real = real.reshape(-1, 1, 28, 28)
    with torch.no_grad():
        fake = draw(torch.randn(batch, latent))
    d_adam.zero_grad()
    d_loss = d_objective(real, fake)
    d_loss.backward()
    d_adam.step()
    for parameter in discriminator.parameters():
        parameter.requires_grad_(False)
    g_adam.zero_grad()
    g_loss = g_objective(torch.randn(batch, latent))
    g_loss.backward()
    g_adam.step()
    for parameter in discriminator.parameters():
        parameter.requires_grad_(True)
    return d_loss.item(), g_loss.item()


serve(step, f"torch {torch.__version__}")
