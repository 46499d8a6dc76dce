"""Mixes the features of singles.py: any two voices at any level and time, noise and music, in the domain of power.

Two sounds add up to a + b + 2 sqrt(ab) cos(phase) in a bin; the phase turns at a speed of its own in every bin, as it does
between two harmonics. In the wide bands the last term all but averages out.
"""
import numpy as np
import torch
from features import EDGES

BIN = torch.cat([torch.arange(3, 67).float(), torch.tensor((EDGES[:-1] + EDGES[1:] - 1) / 2).float(), torch.arange(67, 131).float()]) * 15.625
WIDTH = torch.cat([torch.ones(64), torch.tensor(EDGES[1:] - EDGES[:-1]).float(), torch.zeros(64)])


class Blends:
    def __init__(self, file, seed=1):
        d = np.load(file)
        self.voice, self.noise, self.music = (torch.tensor(d[k]).float().mul(np.log(10)).exp() for k in ('voice', 'noise', 'music'))
        self.r = torch.Generator().manual_seed(seed)

    def between(self, low, high, *shape):
        return low + (high - low) * torch.rand(*shape, generator=self.r)

    def chance(self, share, *shape):
        return torch.rand(*shape, generator=self.r) < share

    def some(self, pool, count, frames):
        which, at = torch.randint(len(pool), (count,), generator=self.r), torch.randint(pool.shape[1] - frames + 1, (count,), generator=self.r)
        return torch.stack([pool[w, t:t + frames] for w, t in zip(which.tolist(), at.tolist())])

    def added(self, a, b):
        n, frames, bands = a.shape
        turn = self.between(0, 6.283, n, 1, bands) + self.between(-2.5, 2.5, n, 1, bands) * torch.arange(frames)[None, :, None]
        return (a + b + 2 * (a * b).sqrt() * torch.cos(turn) * torch.where(WIDTH > 1, 0.3, 1.0)).clamp(min=0)

    def batch(self, n):
        """Features [n, frames, 160], truth [n, frames // 2] and [n], as overlaps.py has it."""
        frames = int(np.exp(self.between(np.log(48), np.log(207), 1).item())) // 2 * 2
        a, b = self.some(self.voice, n, frames), self.some(self.voice, n, frames)
        kind, t = torch.rand(n, generator=self.r), torch.arange(frames)[None]
        # Half hold two voices, three in twenty one after the other, the rest one.
        share = torch.where(self.chance(0.45, n), torch.ones(n), self.between(0.3, 1, n))
        start = (self.between(0, 1, n) * (1 - share) * frames)[:, None]
        heard_b = ((t >= start) & (t <= start + share[:, None] * frames)).float()
        turn = (self.between(0.2, 0.8, n) * frames)[:, None]
        follows = ((kind >= 0.5) & (kind < 0.65))[:, None]
        heard_a = torch.where(follows, (t < turn).float(), torch.ones(1))
        heard_b = torch.where(follows, (t >= turn).float(), heard_b) * (kind < 0.65)[:, None]
        gain = torch.where(follows[:, 0], self.between(-6, 6, n), self.between(-12, 3, n))
        a, b = a * heard_a[:, :, None], b * (heard_b * 10 ** (gain / 10)[:, None])[:, :, None]
        power = lambda p: (p * WIDTH).sum(2) / 512
        ea, eb = (power(p).view(n, -1, 2).mean(2) + 1e-9 for p in (a, b))
        own = lambda e: (e * (e > 1e-3 * e.amax(1, keepdim=True))).sum(1, keepdim=True) / (e > 1e-3 * e.amax(1, keepdim=True)).sum(1, keepdim=True)
        pa, pb = own(ea), own(eb)
        both = (ea > pa * 1e-2) & (eb > pb * 1e-2) & ((ea / eb).log10().abs() < 1.7)
        one = (ea < pa * 10 ** -3.3) | (eb < pb * 10 ** -3.3) | (heard_a.expand(n, frames)[:, ::2] == 0) | (heard_b[:, ::2] == 0)
        y = torch.where(one, 0, torch.where(both, 1, 2))
        seconds = (y == 1).sum(1) * 0.04
        c = torch.where(kind >= 0.5, 0, torch.where(seconds > 0.3, 1, 2))
        y = torch.where((kind >= 0.5)[:, None] & (y == 1), 2, y)
        x = self.added(a, b)
        level = power(x).mean(1)
        # Noise and music lie oftener and louder under one voice than under two: where little can be heard, one is the guess.
        alone = kind >= 0.5
        for pool, often, low, high in ((self.noise, 0.55, -2, 33), (self.music, 0.33, -2, 24)):
            on = self.chance(often, n) & (alone | self.chance(0.35, n))
            x = self.added(x, self.some(pool, n, frames) * (on * level * 10 ** (-(self.between(low, high, n) + torch.where(alone, 0, 6)) / 10))[:, None, None])
        # Telephones and other narrow bands, what the recording hisses, gaps.
        phone, narrow = self.chance(0.1, n)[:, None], self.chance(0.15, n)[:, None]
        high = torch.where(phone, self.between(2900, 3800, n, 1), torch.where(narrow, self.between(3600, 7500, n, 1), torch.tensor(1e5)))
        low = torch.where(phone, self.between(180, 420, n, 1), torch.tensor(1.0))
        x = x / ((1 + (low / BIN[None]) ** 10) * (1 + (BIN[None] / high) ** 20)).clamp(max=1e9)[:, None]
        x = x + (level * 10 ** -self.between(3, 7.5, n))[:, None, None] * torch.empty(n, frames, 160).exponential_(generator=self.r)
        for at in torch.nonzero(self.chance(0.07, n))[:, 0].tolist():
            for _ in range(int(self.between(1, 5, 1))):
                gap, from_ = int(self.between(1, 7, 1)), int(self.between(0, frames - 7, 1))
                x[at, from_:from_ + gap] = 0
        x = x / power(x).mean(1)[:, None, None]
        return (x + 1e-7).log10(), y, c
