"""Python TensorFlow: eager, function (tf.function) and xla (tf.function with jit_compile)."""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import tensorflow as tf
from protocol import batch, latent, mode, pair, serve

L = tf.keras.layers
normal = tf.keras.initializers.RandomNormal(0, 0.02)
networks = {
    "seed": lambda: (
        [L.Dense(128, "relu"), L.Dense(784, "tanh"), L.Reshape((28, 28, 1))],
        [
            L.Conv2D(32, 3, padding="same", activation="relu"),
            L.MaxPool2D(),
            L.Conv2D(64, 3, padding="same", activation="relu"),
            L.MaxPool2D(),
            L.Flatten(),
            L.Dense(1),
        ],
    ),
    "dcgan": lambda: (
        [
            L.Dense(6272, use_bias=False, kernel_initializer=normal),
            L.BatchNormalization(momentum=0.9),
            L.ReLU(),
            L.Reshape((7, 7, 128)),
            L.Conv2DTranspose(64, 4, 2, "same", use_bias=False, kernel_initializer=normal),
            L.BatchNormalization(momentum=0.9),
            L.ReLU(),
            L.Conv2DTranspose(1, 4, 2, "same", activation="tanh", kernel_initializer=normal),
        ],
        [
            L.Conv2D(64, 4, 2, "same", kernel_initializer=normal),
            L.LeakyReLU(negative_slope=0.2),
            L.Conv2D(128, 4, 2, "same", kernel_initializer=normal),
            L.LeakyReLU(negative_slope=0.2),
            L.Flatten(),
            L.Dense(1),
        ],
    ),
    "mlp": lambda: (
        [L.Dense(128, "relu"), L.Dense(128, "relu"), L.Dense(2)],
        [
            L.Dense(128),
            L.LeakyReLU(negative_slope=0.2),
            L.Dense(128),
            L.LeakyReLU(negative_slope=0.2),
            L.Dense(1),
        ],
    ),
}
g_layers, d_layers = networks[pair]()
generator = tf.keras.Sequential([tf.keras.Input((latent,)), *g_layers])
discriminator = tf.keras.Sequential([tf.keras.Input(generator.output_shape[1:]), *d_layers])
g_adam = tf.keras.optimizers.Adam(2e-4, 0.5)
d_adam = tf.keras.optimizers.Adam(2e-4, 0.5)
g_adam.build(generator.trainable_variables)
d_adam.build(discriminator.trainable_variables)


def play(real):
    fake = generator(tf.random.normal((batch, latent)), training=True)
    with tf.GradientTape() as tape:
        on_real, on_fake = discriminator(real, training=True), discriminator(fake, training=True)
        d_loss = tf.reduce_mean(tf.nn.softplus(-on_real)) + tf.reduce_mean(tf.nn.softplus(on_fake))
    variables = discriminator.trainable_variables
    d_adam.apply_gradients(zip(tape.gradient(d_loss, variables), variables))
    z = tf.random.normal((batch, latent))
    with tf.GradientTape() as tape:
        g_loss = tf.reduce_mean(
            tf.nn.softplus(-discriminator(generator(z, training=True), training=True))
        )
    variables = generator.trainable_variables
    g_adam.apply_gradients(zip(tape.gradient(g_loss, variables), variables))
    return d_loss, g_loss


if mode != "eager":
    play = tf.function(play, jit_compile=mode == "xla")
serve(
    lambda real: [float(loss) for loss in play(tf.constant(real))], f"tensorflow {tf.__version__}"
)
