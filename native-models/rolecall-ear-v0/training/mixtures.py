"""Makes mixtures with their truth from material.npz: speech with rooms, noise, music, second voices and telephones.

Usage: mixtures.py MATERIAL.npz OUT.npz --batches 400 --seed 1 [--held-out]     32 clips of one length a batch
Truth, a row of five numbers and five masks a clip: overlap (0, 1), music (0, 1), signal to noise (dB / 10), T60 (s),
telephone (0, 1). A mask of 0 means that the truth is not known or lies between the two answers.
"""
import argparse
import numpy as np
from scipy.signal import butter, fftconvolve, lfilter, sosfilt
from features import features

RATE, BATCH = 16000, 32
HELD_OUT = ('asterisk-fr', 'asterisk-it', 'drascula-D', 'drascula-V', 'drascula-I', 'drascula-B', 'prompt-it', 'tuxpaint-fr', 'fillets-nl', 'festival-voice_czech_ph', 'hedgewars-Surfer', 'ktuberling-sl', 'ktuberling-wa', 'klettres-he', 'klettres-lt', 'drascula-music-1', 'singularity-music-N', 'colobot-common-sounds-H', 'planetblupi-music-ogg-music00')


class Material:
    def __init__(self, file, held_out):
        data = np.load(file)
        keys = [k for k in data.files if '#' not in k]
        kept = [k for k in keys if any(k.split('/')[1].startswith(h) for h in HELD_OUT) == held_out]
        self.voices = [(k, self.cut(data, k)) for k in kept if k.startswith('voice/')]
        self.music = [data[k].astype(np.float32) for k in kept if k.startswith('music/')]
        self.effects = self.cut(data, 'effect/all')
        self.wide = [self.bandwidth(np.concatenate(c[:20])) > 4600 for _, c in self.voices]

    @staticmethod
    def cut(data, key):
        ends = np.cumsum(data[key + '#lengths'])
        return [c.astype(np.float32) for c in np.split(data[key], ends[:-1])]

    @staticmethod
    def bandwidth(x):
        p = np.abs(np.fft.rfft(x[:len(x) // 1024 * 1024].reshape(-1, 1024) * np.hanning(1024))) ** 2
        p = p.mean(0)
        return np.searchsorted(np.cumsum(p) / p.sum(), 0.998) * RATE / 1024


def active(x):
    """Frames of 20 ms that hold speech, and their mean power."""
    n = len(x) // 320
    e = (x[:n * 320].reshape(n, 320) ** 2).mean(1)
    on = e >= e.max() * 10 ** -3.2
    return on, e[on].mean() + 1e-12


def speech(r, clips, length):
    """`length` samples of one voice: one long clip, or short ones with pauses, at a speed of its own."""
    speed, out, total = r.uniform(0.88, 1.14), [], 0
    while total < length:
        c = clips[r.integers(len(clips))]
        if len(c) > length * 1.3 and not out:
            at = r.integers(len(c) - int(length * 1.2))
            c = c[at:at + int(length * 1.2)]
        c = np.interp(np.arange(0, len(c) - 1, speed), np.arange(len(c)), c).astype(np.float32)
        c = c / np.sqrt(active(c)[1])
        out.append(c); total += len(c)
        if r.random() < 0.8:
            gap = int(RATE * r.uniform(0.03, 0.5)); out.append(np.zeros(gap, np.float32)); total += gap
    x = np.concatenate(out)
    at = r.integers(max(1, len(x) - length + 1))
    x = x[at:at + length]
    on, power = active(x)
    return x / np.sqrt(power) if on.mean() > 0.15 else speech(r, clips, length)


def room(r, t60, direct_to_reverberant):
    n = int(RATE * min(1.5, t60 * 1.1 + 0.05))
    t = np.arange(n) / RATE
    tail = r.standard_normal(n) * 10 ** (-3 * t / t60)
    high = sosfilt(butter(1, r.uniform(1500, 6000), 'high', fs=RATE, output='sos'), tail)
    tail = tail - high * (1 - 10 ** (-t / t60 * r.uniform(0, 1.5)))
    start = int(RATE * r.uniform(0.001, 0.012)); tail[:start] = 0
    for _ in range(r.integers(0, 7)):
        tail[r.integers(start, start + int(0.03 * RATE))] += r.normal() * 0.5 * np.sqrt(n * t60 / 14)
    tail *= np.sqrt(10 ** (-direct_to_reverberant / 10) / (tail ** 2).sum())
    tail[0] = 1
    return tail.astype(np.float32)


def coloured(r, length):
    white = r.standard_normal(length).astype(np.float32)
    kind = r.integers(6)
    if kind == 0:
        return white
    spectrum = np.fft.rfft(white)
    f = np.fft.rfftfreq(length, 1 / RATE) + 20
    shape = (f / 1000) ** -r.uniform(0.2, 1.2)
    if kind >= 3:  # bumps: fans, rooms, engines
        for _ in range(r.integers(1, 5)):
            centre = np.exp(r.uniform(np.log(80), np.log(6000)))
            shape *= 1 + 10 ** r.uniform(-0.5, 1) * np.exp(-np.log(f / centre) ** 2 / (2 * r.uniform(0.1, 0.7) ** 2))
    noise = np.fft.irfft(spectrum * shape, length).astype(np.float32)
    if kind >= 4:  # swells
        t = np.arange(length) / RATE
        noise *= 1 + r.uniform(0.2, 0.8) * np.sin(2 * np.pi * r.uniform(0.2, 4) * t + r.uniform(0, 6.3)).astype(np.float32)
    if kind == 5:  # mains hum: steady and tonal, and no music
        t = np.arange(length) / RATE
        base, noise = r.choice([50, 60, 100, 120]), noise / noise.std()
        for h in range(1, r.integers(2, 12)):
            noise += (r.uniform(0, 1.2) / h ** 0.5 * np.sin(2 * np.pi * base * h * t + r.uniform(0, 6.3))).astype(np.float32)
    return noise


def bed(r, length):
    """Music of our own: pads, arpeggios, basses and drums in many scales, speeds and timbres."""
    t, x = np.arange(length) / RATE, np.zeros(length, np.float32)
    scale = [[0, 2, 4, 5, 7, 9, 11], [0, 2, 3, 5, 7, 8, 10], [0, 2, 4, 7, 9], [0, 3, 5, 7, 10]][r.integers(4)]
    beat, root, parts = r.uniform(0.25, 0.9), 55 * 2 ** r.uniform(0, 1.3), r.integers(1, 8)

    def note(start, seconds, pitch, attack, decay, level):
        at, n = int(start * RATE), int(seconds * RATE)
        if at >= length or at + n <= 0:
            return
        lo, hi = max(0, at), min(length, at + n)
        age = (np.arange(lo, hi) - at) / RATE
        fall, detune = r.uniform(0.6, 1.8), r.uniform(-0.004, 0.004)
        envelope = np.minimum(1, age / attack) * np.exp(-age * decay) * np.minimum(1, (n / RATE - age) / 0.02)
        for h in range(1, int(min(r.integers(2, 14), 7600 / pitch + 1))):
            x[lo:hi] += (level * h ** -fall * envelope * np.sin(2 * np.pi * pitch * h * (1 + detune) * age)).astype(np.float32)

    tone = lambda degree: root * 2 ** ((scale[degree % len(scale)] + 12 * (degree // len(scale))) / 12)
    phase = -r.uniform(0, beat * 4)
    for step in range(int(length / RATE / beat) + 6):
        start = phase + step * beat
        if parts & 1 and step % 4 == 0:
            base = r.integers(7)
            for third in (0, 2, 4):
                note(start, beat * 4, tone(base + third + 5), r.uniform(0.01, 0.4), r.uniform(0, 0.8), 0.4)
        if parts & 2:
            for half in (0, 0.5):
                note(start + half * beat, beat * r.uniform(0.4, 1.2), tone(r.integers(5, 16)), 0.005, r.uniform(1, 9), 0.5)
        if parts & 4:
            n = int(RATE * 0.25)
            for half, kind in ((0, step % 2), (0.5, 2)):
                at = int((start + half * beat) * RATE)
                if 0 <= at < length - n:
                    age = np.arange(n) / RATE
                    hit = np.sin(2 * np.pi * (50 * age - 6 * np.exp(-age * 30))) * np.exp(-age * 14) * 1.5 if kind == 0 else r.standard_normal(n) * np.exp(-age * (18 if kind == 1 else 70)) * (0.5 if kind == 1 else 0.25)
                    x[at:at + n] += hit.astype(np.float32)
    return x


def clip(r, m, length):
    who = r.integers(len(m.voices))
    name, clips = m.voices[who]
    x = speech(r, clips, length)
    truth, mask = np.zeros(5, np.float32), np.ones(5, np.float32)
    other, fate = None, r.random()
    if fate < 0.5:
        second = m.voices[(who + 1 + r.integers(len(m.voices) - 1)) % len(m.voices)]
        if fate < 0.4:
            share = r.uniform(0.2, 1)
            n = max(int(length * share), min(length, int(0.5 * RATE)))
            at, level = r.integers(length - n + 1), r.uniform(-12, 5)
            other = np.zeros(length, np.float32)
            other[at:at + n] = speech(r, second[1], n) * 10 ** (level / 20)
            both = (active(x)[0] & active(other)[0]).sum() * 0.02
            truth[0], mask[0] = 1, float(both > 0.3 and both > 0.1 * length / RATE)
        else:  # one after the other is no overlap
            at = int(length * r.uniform(0.3, 0.7))
            x[at:] = 0
            other = np.zeros(length, np.float32)
            gap = int(r.uniform(0, 0.2) * RATE)
            if length - at - gap > 4000:
                other[at + gap:] = speech(r, second[1], length - at - gap) * 10 ** (r.uniform(-5, 5) / 20)
    if r.random() < 0.55:
        truth[3] = t60 = np.exp(r.uniform(np.log(0.15), np.log(1.4)))
        # Far from the microphone in most rooms, so that the reverberation can be heard at all.
        level = r.uniform(-6, 9)
        x = fftconvolve(x, room(r, t60, level))[:length].astype(np.float32)
        if other is not None:
            other = fftconvolve(other, room(r, t60, level))[:length].astype(np.float32)
    else:
        truth[3], mask[3] = 0.1, 0.5
    if other is not None:
        x = x + other
    power, rest = active(x)[1], np.zeros(length, np.float32)
    early = r.random() < 0.5
    if r.random() < 0.75:
        kind = r.random()
        if kind < 0.12:
            noise = sum(speech(r, m.voices[r.integers(len(m.voices))][1], length) for _ in range(r.integers(5, 9)))
            mask[0] = 0
        elif kind < 0.27 and len(m.effects):
            noise = np.zeros(length, np.float32)
            for _ in range(r.integers(1, 4)):
                e = m.effects[r.integers(len(m.effects))][:length]
                at = r.integers(length - len(e) + 1); noise[at:at + len(e)] += e
            mask[2] = mask[1] = 0 if r.random() < 0.7 else 1; mask[2] = 0
        else:
            noise = coloured(r, length)
        rest += noise / (np.sqrt((noise ** 2).mean()) + 1e-9) * np.sqrt(power) * 10 ** (-r.uniform(-4, 38) / 20)
    if r.random() < 0.38:
        if r.random() < 0.6:
            piece = m.music[r.integers(len(m.music))]
            at = r.integers(len(piece) - length)
            music = piece[at:at + length]
        else:
            music = bed(r, length)
        rms = np.sqrt((music ** 2).mean())
        if rms > 1e-4:
            level = r.uniform(-4, 26)
            rest += music / rms * np.sqrt(power) * 10 ** (-level / 20)
            truth[1], mask[1] = 1, 1.0
            if truth[3] == 0.1:
                mask[3] = 0.2
    noise_power = (rest ** 2).mean()
    if noise_power > 0:
        truth[2] = np.clip(10 * np.log10(power / noise_power), -6, 40) / 10
        mask[2] *= 0.3 if truth[0] else 1.0
    else:
        truth[2], mask[2] = 4.0, 0.1
    mask[4] = float(m.wide[who])
    tilt = r.random()
    x = x if early else x + rest
    if r.random() < 0.22:
        low, high = r.uniform(200, 420), r.uniform(2900, 3700)
        sos = butter(r.integers(3, 8), [low, high], 'band', fs=RATE, output='sos') if r.random() < 0.8 else butter(10, 3800, fs=RATE, output='sos')
        x, rest = sosfilt(sos, x).astype(np.float32), (rest if r.random() < 0.5 else sosfilt(sos, rest).astype(np.float32))
        truth[4], mask[4] = 1, 1
        if early:
            mask[2] = 0
        if r.random() < 0.4:
            s = x / np.abs(x).max()
            x = np.sign(s) * np.expm1(np.round(np.log1p(255 * np.abs(s)) / np.log(256) * 127) / 127 * np.log(256)) / 255
    elif r.random() < 0.35:
        x = sosfilt(butter(r.integers(4, 9), r.uniform(5000, 7600), fs=RATE, output='sos'), x)
    if tilt < 0.5:
        a = r.uniform(-0.5, 0.5)
        x = lfilter([1, a], [1], x)
    if early:
        x = x + rest
    if r.random() < 0.1:
        top = np.abs(x).max() * r.uniform(0.15, 0.7); x = np.clip(x, -top, top)
    x = x / np.abs(x).max() * 10 ** r.uniform(-1.2, 0)
    x = np.round(x * 32767) / 32768
    return x.astype(np.float32), truth, mask


if __name__ == '__main__':
    p = argparse.ArgumentParser()
    p.add_argument('material'); p.add_argument('out'); p.add_argument('--batches', type=int, default=400); p.add_argument('--seed', type=int, default=1); p.add_argument('--held-out', action='store_true')
    a = p.parse_args()
    r, m = np.random.default_rng(a.seed), Material(a.material, a.held_out)
    print(len(m.voices), 'voices', len(m.music), 'pieces', sum(m.wide), 'wide', flush=True)
    out = {}
    for b in range(a.batches):
        length = int(RATE * np.exp(r.uniform(np.log(1.0), np.log(6.0))))
        rows = [clip(r, m, length) for _ in range(BATCH)]
        out[f'x{b}'] = features(np.stack([x for x, _, _ in rows])).numpy().astype(np.float16)
        out[f'y{b}'], out[f'm{b}'] = np.stack([t for _, t, _ in rows]), np.stack([k for _, _, k in rows])
        if b % 50 == 0:
            print(b, flush=True)
    np.savez(a.out, **out)
