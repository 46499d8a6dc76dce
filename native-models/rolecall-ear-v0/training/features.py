"""What the sound judge hears: the twin of native-models/front-ends/ear.ts, compared by its test.

Samples of a clip are scaled to a root mean square of 1. Frames of 1024 samples every 320, periodic Hann, power spectrum
over the window's energy. 160 bands: bins 3 to 66 one by one (47 to 1031 Hz, fine enough for the harmonics of a voice), then
32 bands of growing width to 8 kHz, each the mean of its bins, then bins 67 to 130 one by one, which only overlap is judged
by. log10(power + 1e-7). [batch, samples] -> [batch, frames, 160].
"""
import numpy as np
import torch

FRAME, HOP, FLOOR, BANDS = 1024, 320, 1e-7, 160
EDGES = np.round(67 * (512 / 67) ** (np.arange(33) / 32)).astype(int)

_filters = np.zeros((513, BANDS), np.float32)
for _b in range(64):
    _filters[3 + _b, _b] = _filters[67 + _b, 96 + _b] = 1
for _b in range(32):
    _filters[EDGES[_b]:EDGES[_b + 1], 64 + _b] = 1 / (EDGES[_b + 1] - EDGES[_b])
_filters = torch.tensor(_filters)
_window = torch.hann_window(FRAME)


def features(samples):
    x = torch.as_tensor(samples, dtype=torch.float32)
    x = x / (x.pow(2).mean(1, keepdim=True).sqrt() + 1e-9)
    spectrum = torch.stft(x, FRAME, HOP, FRAME, _window, center=False, return_complex=True)
    power = (spectrum.real ** 2 + spectrum.imag ** 2) / _window.pow(2).sum()
    return torch.log10(power.transpose(1, 2) @ _filters + FLOOR)
