"""JAX: the whole step (gather, noise, loss, gradient, Adam) in one jitted function with donated state.

Variants: `jit`, one step a call; `scan`, lax.scan over 50 steps a call. Replicas are vmap over the same functions.
The driver also runs both with the XLA_FLAGS that help this library, and counts the better. See common.py.
"""
import os

os.environ.setdefault("JAX_PLATFORMS", "cpu")

import jax
import jax.numpy as jnp
import jaxlib
import numpy as np
from jax import lax, random

from common import BETA1, BETA2, EPSILON, LEARNING_RATE, STEPS_PER_CALL, gaussian_constant, serve

# The platform's own bit generator in place of threefry: faster for the full batch of 10,000, equal elsewhere.
jax.config.update("jax_default_prng_impl", os.environ.get("PEER_PRNG", "rbg"))


def conv(x, w, b, stride):
    y = lax.conv_general_dilated(x, w, (stride, stride), "SAME", dimension_numbers=("NHWC", "HWIO", "NHWC"))
    return y + b


def conv_transpose(x, w, b, stride):  # w is [height, width, out, in], as in TensorFlow
    y = lax.conv_transpose(x, w, (stride, stride), "SAME", dimension_numbers=("NHWC", "HWIO", "NHWC"),
                           transpose_kernel=True)
    return y + b


def make_loss(p):
    relu = jax.nn.relu
    layers = [2 * k for k in range(len(p.parameters) // 2)]

    def dense(weights, at, x):
        return x @ weights[at] + weights[at + 1]

    def encode(weights, x):  # -> hidden layer, index of the next parameter
        if p.kind == "conv":
            x = x.reshape(-1, 28, 28, 1)
            x = relu(conv(x, weights[0], weights[1], 2))
            x = relu(conv(x, weights[2], weights[3], 2))
            return relu(dense(weights, 4, x.reshape(x.shape[0], -1))), 6
        for at in layers[:len(p.encoder)]:
            x = relu(dense(weights, at, x))
        return x, 2 * len(p.encoder)

    def decode(weights, at, z):
        if p.kind == "conv":
            x = relu(dense(weights, at, z)).reshape(-1, 7, 7, 64)
            x = relu(conv_transpose(x, weights[at + 2], weights[at + 3], 2))
            x = relu(conv_transpose(x, weights[at + 4], weights[at + 5], 2))
            return conv_transpose(x, weights[at + 6], weights[at + 7], 1).reshape(-1, 784)
        for _ in p.decoder:
            z = relu(dense(weights, at, z))
            at += 2
        return dense(weights, at, z)

    def loss(weights, x, key):
        h, at = encode(weights, x)
        mean, log_variance = dense(weights, at, h), dense(weights, at + 2, h)
        z = mean + jnp.exp(0.5 * log_variance) * random.normal(key, mean.shape)
        if p.latent == "torus":
            z = jnp.concatenate([jnp.cos(z), jnp.sin(z)], axis=-1)
        output = decode(weights, at + 4, z)
        if p.likelihood == "bernoulli":
            reconstruction = jnp.sum(jnp.maximum(output, 0) - output * x + jnp.log1p(jnp.exp(-jnp.abs(output))))
        else:
            reconstruction = 0.5 / p.sigma**2 * jnp.sum((x - output) ** 2) + x.shape[0] * gaussian_constant(p)
        divergence = 0.5 * jnp.sum(mean**2 + jnp.exp(log_variance) - log_variance - 1)
        return (reconstruction + divergence) / x.shape[0]

    return loss


def make(p, variant):
    loss = make_loss(p)
    seed = random.key(1)

    def update(weights, moments, velocities, x, key, t):
        value, gradients = jax.value_and_grad(loss)(weights, x, key)
        rate = LEARNING_RATE / (1 - BETA1**t)
        scale = 1 / (1 - BETA2**t)
        moments = [BETA1 * m + (1 - BETA1) * g for m, g in zip(moments, gradients)]
        velocities = [BETA2 * v + (1 - BETA2) * g * g for v, g in zip(velocities, gradients)]
        weights = [w - rate * m / (jnp.sqrt(scale * v) + EPSILON) for w, m, v in zip(weights, moments, velocities)]
        return weights, moments, velocities, value

    def step(state, data, order):
        weights, moments, velocities, i = state
        rows = lax.dynamic_slice_in_dim(order, i % p.steps_per_epoch * p.batch, p.batch, axis=-1)
        key, t = random.fold_in(seed, i), i + 1.0
        if p.replicas == 1:
            weights, moments, velocities, value = update(weights, moments, velocities, data[rows], key, t)
        else:
            def replica(weights, moments, velocities, data, rows, key):
                return update(weights, moments, velocities, data[rows], key, t)

            keys = random.split(key, p.replicas)
            weights, moments, velocities, value = jax.vmap(replica)(weights, moments, velocities, data, rows, keys)
        return (weights, moments, velocities, i + 1), jnp.mean(value)

    def many(state, data, order):
        return lax.scan(lambda s, _: step(s, data, order), state, None, length=STEPS_PER_CALL)

    # Biases of replicas are [replicas, 1, out], so that inside vmap they are [1, out] and broadcast like [out].
    one = jax.jit(step, donate_argnums=0)
    call, size = (one, 1) if variant == "jit" else (jax.jit(many, donate_argnums=0), STEPS_PER_CALL)
    data, order = jnp.asarray(p.data), jnp.asarray(p.order)
    del p.data, p.order
    weights = [jnp.asarray(w) for w in p.weights]
    del p.weights
    state = (weights, [jnp.zeros_like(w) for w in weights], [jnp.zeros_like(w) for w in weights], jnp.int32(0))
    del weights

    def run(steps):
        nonlocal state
        losses = []
        for _ in range(-(-steps // size)):
            state, value = call(state, data, order)
            losses.append(value)
        jax.block_until_ready(state)
        return np.concatenate([np.atleast_1d(np.asarray(v)) for v in losses])

    return run


serve(make, {"jax": jax.__version__, "jaxlib": jaxlib.__version__})
