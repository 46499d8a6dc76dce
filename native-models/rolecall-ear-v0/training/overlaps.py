"""Makes pairs of clips for the judge of two voices: the same voice with and without a second one, and with the truth of every frame.

Usage: overlaps.py MATERIAL.npz FOLDER --shards 100 --seed 1 [--held-out]     writes FOLDER/SEED-NUMBER.npz
A shard holds batches: `x` [clips, frames, 160] (features.py), `y` [clips, frames // 2]: 1 both speak, 0 at most one does,
2 not to be learnt from (one of them all but inaudible, or fading), `c` [clips]: the same for the clip.
"""
import argparse, pathlib
import numpy as np
from scipy.fft import irfft, next_fast_len, rfft
from features import features
from mixtures import Material, bed, coloured, room

RATE, PAIRS, BATCHES = 16000, 24, 12


def power_of(x):
    """Power of the frames of 40 ms, and their mean where there is speech."""
    n = len(x) // 640
    e = (x[:n * 640].reshape(n, 640) ** 2).mean(1) + 1e-12
    return e, e[e > e.max() * 10 ** -3].mean()


class Pools:
    """Noise, music and rooms that are made once and cut anew each time."""

    def __init__(self, r, m):
        self.noise = [coloured(r, 12 * RATE) for _ in range(60)]
        self.music = [p for p in m.music if len(p) > 9 * RATE] + [bed(r, 12 * RATE) for _ in range(120)]
        self.rooms = []
        for _ in range(120):
            t60, level = np.exp(r.uniform(np.log(0.15), np.log(1.3))), r.uniform(-6, 10)
            self.rooms.append((room(r, t60, level), room(r, t60, level + r.uniform(-3, 3))))
        weights = np.array([min(sum(map(len, clips)), 60 * RATE) for _, clips in m.voices], float)
        self.chance = np.cumsum(weights / weights.sum())
        self.voices = m.voices
        self.effects = m.effects

    def voice(self, r):
        return self.voices[min(len(self.voices) - 1, int(np.searchsorted(self.chance, r.random())))]


def said(r, clips, length):
    """`length` samples of one voice at a speed of its own, as running speech where there is any; active power 1."""
    speed = r.uniform(0.84, 1.2)
    for _ in range(6):
        need, parts = int(length * speed) + 2, []
        while need > 0:
            c = clips[r.integers(len(clips))]
            if len(c) > need:
                at = r.integers(len(c) - need + 1)
                c = c[at:at + need]
            parts.append(c)
            need -= len(c)
            if need > 0 and r.random() < 0.7:
                gap = min(need, int(RATE * r.uniform(0.03, 0.4)))
                parts.append(np.zeros(gap, np.float32)); need -= gap
        x = np.concatenate(parts).astype(np.float32)
        x = np.interp(np.arange(length) * speed, np.arange(len(x)), x).astype(np.float32)
        e, p = power_of(x)
        if p > 100 and (e > p * 10 ** -2.5).mean() > 0.35:
            return x / np.sqrt(p)
    return x / np.sqrt(p + 1)


def shaped(r, x, response, bins):
    """Another microphone (a smooth curve of a few dB) and, where there is one, the room."""
    n = (bins - 1) * 2
    knots = np.cumsum(r.normal(0, 2.2, 9)); knots -= knots.mean()
    curve = np.interp(np.arange(bins) ** 0.5, np.linspace(0, bins ** 0.5, 9), knots)
    X = rfft(x, n) * 10 ** (curve / 20).astype(np.float32)
    if response is not None:
        X *= rfft(response, n)
    y = irfft(X, n)[:len(x)].astype(np.float32)
    return y / np.sqrt(power_of(y)[1])


def cut(r, pool, length):
    x = pool[r.integers(len(pool))]
    at = r.integers(len(x) - length)
    x = x[at:at + length]
    return x / (np.sqrt((x ** 2).mean()) + 1e-6)


def spoilt(r, p, x):
    """Noise, music and worse, none of which is a second voice."""
    length, power = len(x), power_of(x)[1]
    # A part stays clean, as most of what the judge will hear.
    if r.random() < 0.45:
        if r.random() < 0.15 and len(p.effects):
            noise = np.zeros(length, np.float32)
            for _ in range(r.integers(1, 4)):
                e = p.effects[r.integers(len(p.effects))][:length]
                at = r.integers(length - len(e) + 1); noise[at:at + len(e)] += e
            noise /= np.sqrt((noise ** 2).mean()) + 1e-6
        else:
            noise = cut(r, p.noise, length)
        x = x + noise * np.sqrt(power) * 10 ** (-r.uniform(-2, 35) / 20)
    if r.random() < 0.28:
        x = x + cut(r, p.music, length) * np.sqrt(power) * 10 ** (-r.uniform(-1, 25) / 20)
    f = r.random()
    if f < 0.25:
        X, f = rfft(x), np.fft.rfftfreq(length, 1 / RATE)
        low, high = (r.uniform(180, 420), r.uniform(2900, 3800)) if r.random() < 0.4 else (20, r.uniform(3600, 7500))
        x = irfft(X / np.sqrt(1 + (low / (f + 1)) ** 10) / np.sqrt(1 + (f / high) ** 20), length).astype(np.float32)
    if r.random() < 0.08:
        top = np.quantile(np.abs(x), 1 - np.exp(r.uniform(np.log(0.002), np.log(0.1)))); x = np.clip(x, -top, top)
    if r.random() < 0.07:
        x = x.copy()
        for _ in range(r.integers(1, 6)):
            n = int(RATE * r.uniform(0.02, 0.15)); at = r.integers(max(1, length - n)); x[at:at + n] = 0
    return x + r.standard_normal(length).astype(np.float32) * np.sqrt(power) * 10 ** (-r.uniform(30, 75) / 20)


def truth_of(a, b):
    """Per 40 ms: 1 where both speak, 0 where one is silent, 2 between."""
    # The middle of the two frames of features is 672 samples behind their beginning.
    (ea, pa), (eb, pb) = power_of(a[352:]), power_of(b[352:])
    both = (ea > pa * 10 ** -2) & (eb > pb * 10 ** -2) & (np.abs(np.log10(ea / eb)) < 1.7)
    one = (ea < pa * 10 ** -3.3) | (eb < pb * 10 ** -3.3)
    return np.where(both, 1, np.where(one, 0, 2)).astype(np.uint8)


def pair(r, p, length):
    """Two clips: a voice with a second one somewhere, and one that is alone or is followed by another."""
    bins = next_fast_len(length + int(0.8 * RATE), real=True) // 2 + 1
    (name, first), (_, second) = p.voice(r), p.voice(r)
    rooms = p.rooms[r.integers(len(p.rooms))] if r.random() < 0.35 else (None, None)
    a = shaped(r, said(r, first, length), rooms[0], bins)
    share = 1.0 if r.random() < 0.45 else r.uniform(0.3, 1)
    n = max(int(length * share), int(0.6 * RATE))
    at = r.integers(length - n + 1)
    b = np.zeros(length, np.float32)
    b[at:at + n] = shaped(r, said(r, second, n), rooms[1], bins)
    b *= 10 ** (r.uniform(-12, 3) / 20)
    y = truth_of(a, b)
    out = [(spoilt(r, p, a + b), y, 1 if (y == 1).sum() * 0.04 > 0.3 else 2)]
    kind = r.random()
    if kind < 0.2:
        # One after the other, at once or after a pause; the second as loud as it comes.
        turn = int(length * r.uniform(0.25, 0.75)); x = np.concatenate([a[:turn], np.zeros(int(r.uniform(0, 0.25) * RATE), np.float32), shaped(r, said(r, second, n), rooms[1], bins) * 10 ** (r.uniform(-6, 6) / 20)])
        x = np.pad(x[:length], (0, max(0, length - len(x))))
    elif kind < 0.6:
        x = a
    else:
        x = shaped(r, said(r, second, length), rooms[1], bins)
    out.append((spoilt(r, p, x), np.zeros(len(y), np.uint8), 0))
    return out


if __name__ == '__main__':
    q = argparse.ArgumentParser()
    q.add_argument('material'); q.add_argument('folder'); q.add_argument('--shards', type=int, default=100); q.add_argument('--seed', type=int, default=1); q.add_argument('--held-out', action='store_true')
    a = q.parse_args()
    r, m = np.random.default_rng(a.seed), Material(a.material, a.held_out)
    p = Pools(r, m)
    print(len(m.voices), 'voices', len(p.music), 'pieces', flush=True)
    for shard in range(a.shards):
        out = {}
        for b in range(BATCHES):
            length = int(RATE * np.exp(r.uniform(np.log(1.0), np.log(5.0))))
            rows = [clip for _ in range(PAIRS) for clip in pair(r, p, length)]
            x = features(np.stack([x for x, _, _ in rows])).numpy().astype(np.float16)
            out[f'x{b}'], out[f'y{b}'], out[f'c{b}'] = x, np.stack([y for _, y, _ in rows])[:, :x.shape[1] // 2], np.array([c for _, _, c in rows], np.uint8)
        file = pathlib.Path(a.folder) / f'{a.seed}-{shard:03d}'
        np.savez(f'{file}.part.npz', **out)
        pathlib.Path(f'{file}.part.npz').rename(f'{file}.npz')
