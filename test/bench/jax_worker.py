"""JAX: one jitted round, written plainly (no layers library), donated buffers."""

import jax, jax.numpy as jnp, optax
from jax import lax
from protocol import batch, latent, pair, serve

key = jax.random.PRNGKey(0)


def keys():
    global key
    while True:
        key, sub = jax.random.split(key)
        yield sub


draw = keys()
dense = lambda i, o: {
    "w": jax.random.normal(next(draw), (i, o)) * (2 / (i + o)) ** 0.5,
    "b": jnp.zeros(o),
}
conv = lambda k, i, o: {"w": jax.random.normal(next(draw), (k, k, i, o)) * 0.05, "b": jnp.zeros(o)}
norm = lambda n: {"scale": jnp.ones(n), "shift": jnp.zeros(n)}
linear = lambda p, x: x @ p["w"] + p["b"]
DN = ("NHWC", "HWIO", "NHWC")
convolve = lambda p, x, s: (
    lax.conv_general_dilated(x, p["w"], (s, s), "SAME", dimension_numbers=DN) + p["b"]
)
transposed = lambda p, x, s: (
    lax.conv_transpose(x, p["w"], (s, s), "SAME", dimension_numbers=DN) + p["b"]
)
pool = lambda x: lax.reduce_window(x, -jnp.inf, lax.max, (1, 2, 2, 1), (1, 2, 2, 1), "SAME")
relu, leaky = jax.nn.relu, lambda x: jax.nn.leaky_relu(x, 0.2)


def batch_norm(p, x):
    axes = tuple(range(x.ndim - 1))
    return (x - x.mean(axes)) * lax.rsqrt(x.var(axes) + 1e-3) * p["scale"] + p["shift"]


if pair == "seed":
    gp, dp = [dense(100, 128), dense(128, 784)], [conv(3, 1, 32), conv(3, 32, 64), dense(3136, 1)]
    G = lambda p, z: jnp.tanh(linear(p[1], relu(linear(p[0], z)))).reshape(-1, 28, 28, 1)
    D = lambda p, x: linear(
        p[2],
        pool(relu(convolve(p[1], pool(relu(convolve(p[0], x, 1))), 1))).reshape(x.shape[0], -1),
    )
elif pair == "dcgan":
    gp = [dense(100, 6272), norm(6272), conv(4, 128, 64), norm(64), conv(4, 64, 1)]
    dp = [conv(4, 1, 64), conv(4, 64, 128), dense(6272, 1)]
    G = lambda p, z: jnp.tanh(
        transposed(
            p[4],
            relu(
                batch_norm(
                    p[3],
                    transposed(
                        p[2], relu(batch_norm(p[1], linear(p[0], z))).reshape(-1, 7, 7, 128), 2
                    ),
                )
            ),
            2,
        )
    )
    D = lambda p, x: linear(
        p[2], leaky(convolve(p[1], leaky(convolve(p[0], x, 2)), 2)).reshape(x.shape[0], -1)
    )
else:
    gp, dp = (
        [dense(2, 128), dense(128, 128), dense(128, 2)],
        [dense(2, 128), dense(128, 128), dense(128, 1)],
    )
    G = lambda p, z: linear(p[2], relu(linear(p[1], relu(linear(p[0], z)))))
    D = lambda p, x: linear(p[2], leaky(linear(p[1], leaky(linear(p[0], x)))))

adam = optax.adam(2e-4, 0.5)
softplus = jax.nn.softplus


def play(state, real):
    gp, dp, gs, ds, key = state
    key, k1, k2 = jax.random.split(key, 3)
    fake = G(gp, jax.random.normal(k1, (batch, latent)))
    d_loss, grads = jax.value_and_grad(
        lambda p: softplus(-D(p, real)).mean() + softplus(D(p, fake)).mean()
    )(dp)
    updates, ds = adam.update(grads, ds)
    dp = optax.apply_updates(dp, updates)
    z = jax.random.normal(k2, (batch, latent))
    g_loss, grads = jax.value_and_grad(lambda p: softplus(-D(dp, G(p, z))).mean())(gp)
    updates, gs = adam.update(grads, gs)
    return (optax.apply_updates(gp, updates), dp, gs, ds, key), d_loss, g_loss


play = jax.jit(play, donate_argnums=0)
state = (gp, dp, adam.init(gp), adam.init(dp), key)


def step(real):
    global state
    state, d_loss, g_loss = play(state, real)
    return float(d_loss), float(g_loss)


serve(step, f"jax {jax.__version__}")
