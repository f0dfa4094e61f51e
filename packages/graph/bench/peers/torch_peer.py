"""PyTorch: the same step in several ways, of which the driver counts the fastest. See common.py.

Variants, on two threads or on PEER_THREADS:
  adam            the module as written, torch.optim.Adam with its defaults
  fused           the same with Adam(fused=True)
  compile         loss through torch.compile, Adam(fused=True)
  compile-step    gather, noise, loss, gradient and Adam as one function through torch.compile
  channels-last   (convolutions) fused, with the images' channels last in memory; also -compile
Replicas are a leading axis (torch.baddbmm).
"""
import os
import shutil
import sys
import tempfile

THREADS = int(os.environ.get("PEER_THREADS", "2"))
os.environ.setdefault("OMP_NUM_THREADS", str(THREADS))
# Compiled afresh each time, in this process, and into a folder beside the problem, which the driver removes.
os.environ["TORCHINDUCTOR_FORCE_DISABLE_CACHES"] = "1"
os.environ["TORCHINDUCTOR_COMPILE_THREADS"] = "1"
scratch = os.environ["TORCHINDUCTOR_CACHE_DIR"] = tempfile.mkdtemp(prefix="torch-", dir=os.path.dirname(os.path.abspath(sys.argv[1])))

import atexit

import torch
import torch.nn.functional as F

from common import BETA1, BETA2, EPSILON, LEARNING_RATE, Absent, gaussian_constant, serve

atexit.register(shutil.rmtree, scratch, ignore_errors=True)
torch.set_num_threads(THREADS)
torch.set_flush_denormal(True)
torch.manual_seed(1)


def make_loss(p, channels_last):
    """loss(weights, x [batch, features], noise [batch, 2]) -> mean over the batch (and over replicas, their sum)"""
    layers = len(p.encoder)
    constant = p.replicas * p.batch * gaussian_constant(p) if p.likelihood == "gaussian" else 0

    def dense(weights, at, x):
        if p.replicas > 1:
            return torch.baddbmm(weights[at + 1], x, weights[at])
        return torch.addmm(weights[at + 1], x, weights[at])

    def encode(weights, x):
        if p.kind == "conv":
            x = x.reshape(-1, 1, 28, 28)
            if channels_last:
                x = x.contiguous(memory_format=torch.channels_last)
            x = F.relu(F.conv2d(x, weights[0], weights[1], stride=2, padding=1))
            x = F.relu(F.conv2d(x, weights[2], weights[3], stride=2, padding=1))
            return F.relu(dense(weights, 4, x.reshape(x.shape[0], -1))), 6
        for k in range(layers):
            x = F.relu(dense(weights, 2 * k, x))
        return x, 2 * layers

    def decode(weights, at, z):
        if p.kind == "conv":
            x = F.relu(dense(weights, at, z)).reshape(-1, 64, 7, 7)
            if channels_last:
                x = x.contiguous(memory_format=torch.channels_last)
            same = dict(stride=2, padding=1, output_padding=1)
            x = F.relu(F.conv_transpose2d(x, weights[at + 2], weights[at + 3], **same))
            x = F.relu(F.conv_transpose2d(x, weights[at + 4], weights[at + 5], **same))
            return F.conv_transpose2d(x, weights[at + 6], weights[at + 7], padding=1).reshape(-1, 784)
        for _ in p.decoder:
            z = F.relu(dense(weights, at, z))
            at += 2
        return dense(weights, at, z)

    def loss(weights, x, noise):
        h, at = encode(weights, x)
        mean, log_variance = dense(weights, at, h), dense(weights, at + 2, h)
        z = mean + torch.exp(0.5 * log_variance) * noise
        if p.latent == "torus":
            z = torch.cat([torch.cos(z), torch.sin(z)], -1)
        output = decode(weights, at + 4, z)
        if p.likelihood == "bernoulli":
            reconstruction = F.binary_cross_entropy_with_logits(output, x, reduction="sum")
        else:
            reconstruction = 0.5 / p.sigma**2 * F.mse_loss(output, x, reduction="sum") + constant
        divergence = 0.5 * torch.sum(mean**2 + torch.exp(log_variance) - log_variance - 1)
        return (reconstruction + divergence) / p.batch

    return loss


def make(p, variant):
    channels_last = variant.startswith("channels-last")
    compiled = "compile" in variant
    if compiled and not any(shutil.which(c) for c in (os.environ.get("CXX", "g++"), "g++", "clang++")):
        raise Absent("torch.compile needs a C++ compiler, and none is on the path")
    data, order = torch.from_numpy(p.data), torch.from_numpy(p.order).long()
    if p.replicas > 1:  # one list of rows for all replicas
        data = data.reshape(-1, p.features)
        order = order + p.count * torch.arange(p.replicas)[:, None]
    weights = [torch.from_numpy(w) for w in p.weights]
    if p.kind == "conv":  # [height, width, in, out] -> [out, in, height, width]; transposed ones -> [in, out, height, width]
        weights = [w.permute(3, 2, 0, 1) if w.dim() == 4 else w for w in weights]
        form = torch.channels_last if channels_last else torch.contiguous_format
        weights = [w.contiguous(memory_format=form) if w.dim() == 4 else w for w in weights]
    loss = make_loss(p, channels_last)
    noise_shape = (p.batch, 2) if p.replicas == 1 else (p.replicas, p.batch, 2)
    i = 0

    def rows():
        nonlocal i
        start = i % p.steps_per_epoch * p.batch
        i += 1
        return order[..., start:start + p.batch].clone()  # a view would be compiled anew for each offset

    if variant == "compile-step":
        step = whole_step(loss, weights, data, noise_shape)
    else:
        for w in weights:
            w.requires_grad_(True)
        flags = {} if variant == "adam" else {"fused": True}
        optimiser = torch.optim.Adam(weights, lr=LEARNING_RATE, betas=(BETA1, BETA2), eps=EPSILON, **flags)
        forward = torch.compile(loss, dynamic=False) if compiled else loss

        def step(index):
            x = F.embedding(index, data)
            value = forward(weights, x, torch.randn(noise_shape))
            optimiser.zero_grad(set_to_none=True)
            value.backward()
            optimiser.step()
            return value.detach()

    def run(steps):
        losses = [step(rows()) for _ in range(steps)]
        return (torch.stack(losses) / p.replicas).tolist()

    return run


def whole_step(loss, weights, data, noise_shape):
    """Everything that a step does as one compiled function, its state updated in place."""
    moments, velocities = [torch.zeros_like(w) for w in weights], [torch.zeros_like(w) for w in weights]
    powers = torch.ones(2)
    betas = torch.tensor([BETA1, BETA2])
    gradient = torch.func.grad_and_value(loss)

    @torch.compile(dynamic=False, fullgraph=True)
    def update(weights, moments, velocities, powers, data, index):
        x = F.embedding(index, data)
        gradients, value = gradient(weights, x, torch.randn(noise_shape))
        powers.mul_(betas)
        rate, scale = LEARNING_RATE / (1 - powers[0]), 1 / (1 - powers[1])
        for w, m, v, g in zip(weights, moments, velocities, gradients):
            m.mul_(BETA1).add_(g, alpha=1 - BETA1)
            v.mul_(BETA2).addcmul_(g, g, value=1 - BETA2)
            w.sub_(rate * m / (torch.sqrt(scale * v) + EPSILON))
        return value

    def step(index):
        with torch.no_grad():
            return update(weights, moments, velocities, powers, data, index)

    return step


serve(make, {"torch": torch.__version__, "python": sys.version.split()[0]})
