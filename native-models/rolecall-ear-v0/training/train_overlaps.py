"""Trains the judge of two voices: seven steps in eight on blends.py, one on the shards of overlaps.py.

Usage: train_overlaps.py OUT.pt EAR.onnx HELD_OUT_FOLDER TRAIN_FOLDER SINGLES.npz --minutes 40 [--start FILE.pt] [--rate 0.003] [--mine A --yours B]
Two processes may learn side by side from mixtures of their own: every 50 steps each takes the mean of its weights and
of those that the other left last. Both must start alike (seed 1) and get --order of their own. overlaps.py may still be at work. Minutes are of the clock. Keeps the mean of the last weights; prints minutes of CPU and
AUC of frames and clips on held-out voices."""
import argparse, copy, pathlib, time
import numpy as np
import torch
import torch.nn.functional as F
from blends import Blends
from model import Heard, Voices
from train import auc


def loss_of(frames, clip, y, c):
    known, sure = (y < 2).float(), (c < 2).float()
    return 0.5 * (known * F.binary_cross_entropy_with_logits(frames, (y == 1).float(), reduction='none')).sum() / known.sum() + (sure * F.binary_cross_entropy_with_logits(clip, (c == 1).float(), reduction='none')).sum() / sure.sum()


def load(file):
    d, out = np.load(file), []
    for b in range(len(d.files) // 3):
        x = torch.tensor(d[f'x{b}'])
        whole = torch.isfinite(x.float()).all(2).all(1)
        out.append((x[whole], torch.tensor(d[f'y{b}'])[whole], torch.tensor(d[f'c{b}'])[whole]))
    return out


def judge(net, heard, data):
    net.eval()
    with torch.no_grad():
        told = [net(x.float(), *heard(x.float())) for x, _, _ in data]
    net.train()
    f, y = torch.cat([f.flatten() for f, _ in told]).numpy(), torch.cat([y.flatten() for _, y, _ in data]).numpy()
    s, c = torch.cat([s for _, s in told]).numpy(), torch.cat([c for _, _, c in data]).numpy()
    return f'frames {auc(f[y < 2], y[y < 2]):.4f} clips {auc(s[c < 2], c[c < 2]):.4f}'


if __name__ == '__main__':
    p = argparse.ArgumentParser()
    p.add_argument('out'); p.add_argument('ear'); p.add_argument('held'); p.add_argument('train'); p.add_argument('singles'); p.add_argument('--minutes', type=float, default=40); p.add_argument('--start'); p.add_argument('--rate', type=float, default=0.003); p.add_argument('--order', type=int, default=1); p.add_argument('--mine'); p.add_argument('--yours')
    a = p.parse_args()
    torch.manual_seed(1); rng = np.random.default_rng(a.order)
    held = [b for f in sorted(pathlib.Path(a.held).glob('*-[0-9]*[0-9].npz')) for b in load(f)]
    net, heard, seen, train = Voices(), Heard(a.ear), set(), []
    if a.start:
        net.load_state_dict(torch.load(a.start), strict=False)
    optimizer = torch.optim.AdamW(net.parameters(), lr=a.rate, weight_decay=0.01)
    mean, step, total, waiting = copy.deepcopy(net), 0, 0.0, []
    torch.manual_seed(a.order)
    blends, began = Blends(a.singles, a.order), time.time()
    while (done := (time.time() - began) / 60 / a.minutes) < 1:
        if step % 8:
            x, y, c = blends.batch(24)
        elif not waiting:
            for f in sorted(pathlib.Path(a.train).glob('*-[0-9]*[0-9].npz')):
                if f not in seen:
                    seen.add(f)
                    train += [(x[at:at + 24], y[at:at + 24], c[at:at + 24]) for x, y, c in load(f) for at in (0, 24)]
            waiting = list(rng.permutation(len(train)))[:120]
            continue
        else:
            x, y, c = train[waiting.pop()]
        for group in optimizer.param_groups:
            group['lr'] = a.rate * (min(1, step / 150) if a.start is None else 1) * (0.02 + 0.98 * 0.5 * (1 + np.cos(np.pi * done)))
        x = x.float()
        # Another equaliser for each clip and time, and another loudness.
        x = x + 0.1 * torch.randn(len(x), 1, 20).repeat_interleave(8, 2) + 0.1 * torch.randn(len(x), 1, 1)
        frames, clip = net(x, *heard(x))
        loss = loss_of(frames, clip, y, c)
        optimizer.zero_grad(); loss.backward(); torch.nn.utils.clip_grad_norm_(net.parameters(), 5.0); optimizer.step()
        total += loss.item(); step += 1
        if a.mine and step % 50 == 0:
            if pathlib.Path(a.yours).exists():
                other = torch.load(a.yours)
                for name, own in net.state_dict().items():
                    own.copy_((own + other[name]) / 2) if own.is_floating_point() else None
            torch.save(net.state_dict(), a.mine + '.part'); pathlib.Path(a.mine + '.part').rename(a.mine)
        keep = min(0.995, step / (step + 50))
        for old, new in zip(mean.state_dict().values(), net.state_dict().values()):
            old.copy_(old * keep + new * (1 - keep)) if old.is_floating_point() else old.copy_(new)
        if step % 200 == 0:
            print(step, f'{done:.2f}', f'{time.process_time() / 60:.1f} min', len(train), f'loss {total / 200:.4f}', judge(mean, heard, held) if step % 600 == 0 else '', flush=True)
            total = 0.0
            torch.save(mean.state_dict(), a.out)
    torch.save(mean.state_dict(), a.out)
    print(step, f'{time.process_time() / 60:.1f} min', judge(mean, heard, held))
