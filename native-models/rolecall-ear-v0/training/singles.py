"""Features of single voices, noise and music, which blends.py mixes anew for every step of the training.

Usage: singles.py MATERIAL.npz OUT.npz --voices 8000 --others 1200 --seed 1 [--held-out]
Keys `voice`, `noise`, `music`: [clips, 207, 160] of 4.2 s, features.py without its scaling to the clip: the voices' active
power, or the others' mean, is 1.
"""
import argparse
import numpy as np
from scipy.fft import next_fast_len
from features import features
from mixtures import Material
from overlaps import RATE, Pools, cut, said, shaped

LENGTH = int(4.2 * RATE)

if __name__ == '__main__':
    q = argparse.ArgumentParser()
    q.add_argument('material'); q.add_argument('out'); q.add_argument('--voices', type=int, default=8000); q.add_argument('--others', type=int, default=1200); q.add_argument('--seed', type=int, default=1); q.add_argument('--held-out', action='store_true')
    a = q.parse_args()
    r, m = np.random.default_rng(a.seed), Material(a.material, a.held_out)
    p, bins = Pools(r, m), next_fast_len(LENGTH + int(0.8 * RATE), real=True) // 2 + 1

    def heard(clips):
        out = []
        for at in range(0, len(clips), 32):
            x = np.stack(clips[at:at + 32])
            scale = 2 * np.log10(np.sqrt((x ** 2).mean(1)) + 1e-9)
            out.append(np.maximum(features(x).numpy() + scale[:, None, None], -8).astype(np.float16))
        return np.concatenate(out)

    def voices(count):
        sounds = []
        for _ in range(count):
            at = min(len(p.voices) - 1, int(np.searchsorted(p.chance, r.random())))
            response = p.rooms[r.integers(len(p.rooms))][0] if r.random() < 0.35 else None
            sounds.append(shaped(r, said(r, p.voices[at][1], LENGTH), response, bins))
        return heard(sounds)

    parts = [voices(min(500, a.voices - at)) for at in range(0, a.voices, 500)]
    noise = [cut(r, p.noise, LENGTH) for _ in range(a.others)]
    music = [cut(r, p.music, LENGTH) for _ in range(a.others)]
    np.savez(a.out, voice=np.concatenate(parts), noise=heard(noise), music=heard(music))
