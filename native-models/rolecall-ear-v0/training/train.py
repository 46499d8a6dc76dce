"""Trains the sound judge on what mixtures.py wrote.

Usage: train.py OUT.pt HELD_OUT.npz TRAIN.npz... [--epochs 12] [--start FILE.pt] [--rate 0.003]
Prints on the held-out voices and music: AUC of overlap, music and telephone, mean absolute error and rank correlation
of signal to noise, rank correlation of T60. Keeps the last weights (a mean of the steps of the last epoch)."""
import argparse, copy, time
import numpy as np
import torch
import torch.nn.functional as F
from scipy.stats import rankdata, spearmanr
from model import Ear


def loss_of(out, y, m):
    parts = [
        1.5 * (m[:, 0] * F.binary_cross_entropy_with_logits(out[:, 0], y[:, 0], reduction='none')).mean(),
        (m[:, 1] * F.binary_cross_entropy_with_logits(out[:, 1], y[:, 1], reduction='none')).mean(),
        (m[:, 2] * F.smooth_l1_loss(out[:, 2], y[:, 2], reduction='none', beta=0.3)).mean(),
        (m[:, 3] * F.smooth_l1_loss(out[:, 3], torch.log(y[:, 3]), reduction='none', beta=0.3)).mean() * 0.5,
        0.5 * (m[:, 4] * F.binary_cross_entropy_with_logits(out[:, 4], y[:, 4], reduction='none')).mean(),
    ]
    return sum(parts)


def auc(score, truth):
    ranks = rankdata(score); p = truth.sum(); n = len(truth) - p
    return (ranks[truth > 0].sum() - p * (p + 1) / 2) / (p * n)


def judge(net, data):
    net.eval()
    with torch.no_grad():
        out = torch.cat([net(x.float()) for x, _, _ in data]).numpy()
    y, m = torch.cat([y for _, y, _ in data]).numpy(), torch.cat([m for _, _, m in data]).numpy()
    net.train()
    told = {name: auc(out[m[:, at] > 0, at], y[m[:, at] > 0, at]) for at, name in ((0, 'overlap'), (1, 'music'), (4, 'telephone'))}
    k = (m[:, 2] > 0.5) & (y[:, 2] > 0) & (y[:, 2] < 2.5)
    told['snr mae'], told['snr rho'] = 10 * np.abs(out[k, 2] - y[k, 2]).mean(), spearmanr(out[k, 2], y[k, 2])[0]
    k = (m[:, 3] > 0.9)
    told['t60 rho'] = spearmanr(out[k, 3], y[k, 3])[0]
    return ' '.join(f'{k} {v:.3f}' for k, v in told.items())


def load(file):
    d, out = np.load(file), []
    for b in range(len(d.files) // 3):
        x, y, m = (d[f'{k}{b}'] for k in 'xym')
        whole = np.isfinite(x.astype(np.float32)).all((1, 2)) & np.isfinite(y).all(1)
        out.append((torch.tensor(x[whole]), torch.tensor(y[whole]), torch.tensor(m[whole])))
    return out


if __name__ == '__main__':
    p = argparse.ArgumentParser()
    p.add_argument('out'); p.add_argument('held'); p.add_argument('train', nargs='+'); p.add_argument('--epochs', type=int, default=12); p.add_argument('--start'); p.add_argument('--rate', type=float, default=0.003)
    a = p.parse_args()
    torch.manual_seed(1); rng = np.random.default_rng(1)
    held, train = load(a.held), [b for f in a.train for b in load(f)]
    net = Ear()
    if a.start:
        net.load_state_dict(torch.load(a.start))
    optimizer = torch.optim.AdamW(net.parameters(), lr=a.rate, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, a.rate, total_steps=a.epochs * len(train), pct_start=0.15)
    mean = copy.deepcopy(net)
    for epoch in range(a.epochs):
        began, total = time.time(), 0.0
        for b in rng.permutation(len(train)):
            x, y, m = train[b]
            x = x.float()
            # Another equaliser and another part of the noise floor for each clip and time.
            x = x + 0.15 * torch.randn(len(x), 1, 8).repeat_interleave(12, 2)
            loss = loss_of(net(x), y, m)
            optimizer.zero_grad(); loss.backward(); torch.nn.utils.clip_grad_norm_(net.parameters(), 5.0); optimizer.step(); schedule.step()
            total += loss.item()
            for old, new in zip(mean.state_dict().values(), net.state_dict().values()):
                old.copy_(old * 0.99 + new * 0.01) if old.is_floating_point() else old.copy_(new)
        print(epoch, f'loss {total / len(train):.4f}', f'{time.time() - began:.0f}s', judge(mean, held), flush=True)
        torch.save(mean.state_dict(), a.out)
