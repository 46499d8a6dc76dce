"""Fits the reverberation time to how fast the sound decays, on what mixtures.py wrote: two numbers for native-models/decays.ts.

Usage: decays.py HELD_OUT.npz TRAIN.npz...
The measure (after Wen, Habets and Naylor, "Blind estimation of reverberation time based on the distribution of signal
decay rates", ICASSP 2008): the median slope of the level, over ten bands and all stretches of 6 frames (120 ms) that
fall throughout and begin 12 dB over the band's floor. A room keeps the steep ones from happening.
"""
import sys
import numpy as np
from scipy.stats import spearmanr

BANDS = [(13, 29), (29, 45), (45, 64), (64, 68), (68, 72), (72, 76), (76, 80), (80, 84), (84, 88), (88, 92)]
MARGIN, SLACK, FEWEST, WIDTH = 12.0, 0.5, 4, 6


def decay(x):
    """Seconds in which the sound would fall by 60 dB at the median slope; None where too little decays."""
    p = 10 ** x
    L = 10 * np.log10(np.stack([p[:, a:b].mean(1) for a, b in BANDS], 1) + 1e-7)
    n = len(L) - WIDTH + 1
    if len(L) < 12:
        return None
    floor = np.sort(L, axis=0)[int(0.05 * (len(L) - 1))]
    t = np.arange(WIDTH) - (WIDTH - 1) / 2
    s = sum(t[k] * L[k:k + n] for k in range(WIDTH)) / (t ** 2).sum() / 0.02
    ok = (L[:n] > floor + MARGIN) & (s < -10)
    for k in range(WIDTH - 1):
        ok &= L[k + 1:k + 1 + n] < L[k:k + n] + SLACK
    found = np.sort(s[ok])
    return -60 / found[int(0.5 * (len(found) - 1))] if len(found) >= FEWEST else None


def load(files):
    """Decays and T60 of single voices in rooms, with noise at most 15 dB under them and no music."""
    X, y = [], []
    for file in files:
        d = np.load(file)
        for b in range(len(d.files) // 3):
            truth, mask = d[f'y{b}'], d[f'm{b}']
            for i in np.flatnonzero((mask[:, 3] > 0.9) & (truth[:, 1] == 0) & (truth[:, 0] == 0) & (truth[:, 2] > 1.5)):
                s = decay(d[f'x{b}'][i].astype(np.float32))
                if s is not None and np.isfinite(s):
                    X.append(s); y.append(truth[i, 3])
    return np.log(np.array(X)), np.array(y)


if __name__ == '__main__':
    (X, y), (A, b) = load(sys.argv[2:]), load(sys.argv[1:2])
    slope, offset = np.polyfit(X, np.log(y), 1)
    print(len(y), 'clips; log T60 =', round(offset, 3), '+', round(slope, 3), '* log decay')
    print('held out: rank correlation', spearmanr(A, b)[0], 'mean absolute error', np.abs(np.exp(offset + slope * A) - b).mean(), 's')
