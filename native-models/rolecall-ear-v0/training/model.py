"""The sound judge: [batch, frames, 160] (features.py), of which it hears 96 -> [batch, 5]: logits of overlap and music, signal to noise
(dB / 10), logarithm of T60 (s), logit of telephone. At least 12 frames."""
import torch
import torch.nn as nn
import torch.nn.functional as F


class Block(nn.Module):
    def __init__(self, channels, dilation):
        super().__init__()
        self.wide = nn.Conv1d(channels, channels, 3, padding=dilation, dilation=dilation, bias=False)
        self.norm = nn.BatchNorm1d(channels)

    def forward(self, x):
        return x + F.relu(self.norm(self.wide(x)))


class Ear(nn.Module):
    def __init__(self, channels=64, first=10, second=14, outputs=5):
        super().__init__()
        self.enter = nn.BatchNorm1d(96)
        self.first = nn.Conv2d(1, first, 3, stride=(1, 2), padding=1, bias=False)
        self.first_norm = nn.BatchNorm2d(first)
        self.second = nn.Conv2d(first, second, 3, stride=(2, 2), padding=1, bias=False)
        self.second_norm = nn.BatchNorm2d(second)
        self.flat = nn.Conv1d(second * 24, channels, 1, bias=False)
        self.flat_norm = nn.BatchNorm1d(channels)
        self.blocks = nn.ModuleList([Block(channels, d) for d in (1, 2, 4, 1)])
        self.head, self.out = nn.Linear(3 * channels, 64), nn.Linear(64, outputs)
        self.drop = nn.Dropout(0.15)

    def forward(self, features):
        x = self.enter(features[:, :, :96].transpose(1, 2)).transpose(1, 2)[:, None]
        x = F.relu(self.first_norm(self.first(x)))
        x = F.relu(self.second_norm(self.second(x)))
        x = x.transpose(2, 3).flatten(1, 2)
        x = F.relu(self.flat_norm(self.flat(x)))
        for block in self.blocks:
            x = block(x)
        mean = x.mean(2)
        deviation = ((x - mean[:, :, None]) ** 2).mean(2).add(1e-5).sqrt()
        pooled = torch.cat([mean, deviation, x.max(2)[0]], 1)
        return self.out(self.drop(F.relu(self.head(self.drop(pooled)))))


class Voices(nn.Module):
    """Two voices at once: features [batch, frames, 160], and what the judge of the rest makes of them (`Heard`):
    [batch, 64, frames // 2] and its own logit [batch] -> logits [batch, frames // 2] of every 40 ms and [batch] of the clip."""

    def __init__(self, first=12, second=20, third=24, channels=96):
        super().__init__()
        self.enter = nn.BatchNorm1d(160)
        # Harmonics: 128 bins of 15.6 Hz as one picture, two frames at a time.
        self.first = nn.Conv2d(1, first, (4, 5), stride=(2, 2), padding=(1, 2), bias=False)
        self.first_norm = nn.BatchNorm2d(first)
        self.second = nn.Conv2d(first, second, 3, stride=(1, 2), padding=1, bias=False)
        self.second_norm = nn.BatchNorm2d(second)
        self.third = nn.Conv2d(second, third, 3, stride=(1, 2), padding=1, bias=False)
        self.third_norm = nn.BatchNorm2d(third)
        self.wide = nn.Conv1d(32, 32, 4, stride=2, padding=1, bias=False)
        self.wide_norm = nn.BatchNorm1d(32)
        self.flat = nn.Conv1d(third * 16 + 32, channels, 1, bias=False)
        self.flat_norm = nn.BatchNorm1d(channels)
        self.early = nn.ModuleList([Block(channels, d) for d in (1, 2)])
        self.context = nn.Linear(2 * channels, channels)
        self.late = nn.ModuleList([Block(channels, d) for d in (4, 1, 8)])
        self.beside_norm, self.beside = nn.BatchNorm1d(64), nn.Conv1d(64, channels, 1)
        self.opinion = nn.Parameter(torch.tensor(0.5))
        self.out = nn.Conv1d(channels, 2, 1)
        self.pool = nn.Linear(3, 1)
        self.drop = nn.Dropout(0.1)
        with torch.no_grad():
            self.pool.weight.copy_(torch.tensor([[0.2, 0.6, 0.2]])); self.pool.bias.zero_()
            self.beside.weight.mul_(0.1); self.beside.bias.zero_()

    def forward(self, features, heard, opinion):
        x = self.enter(features.transpose(1, 2))
        fine, wide = torch.cat([x[:, :64], x[:, 96:]], 1).transpose(1, 2)[:, None], x[:, 64:96]
        y = F.relu(self.first_norm(self.first(fine)))
        y = F.relu(self.second_norm(self.second(y)))
        y = F.relu(self.third_norm(self.third(y)))
        y = torch.cat([y.transpose(2, 3).flatten(1, 2), F.relu(self.wide_norm(self.wide(wide)))], 1)
        y = F.relu(self.flat_norm(self.flat(y)))
        for block in self.early:
            y = block(y)
        mean = y.mean(2)
        deviation = ((y - mean[:, :, None]) ** 2).mean(2).add(1e-5).sqrt()
        y = y + self.context(torch.cat([mean, deviation], 1))[:, :, None] + self.beside(self.beside_norm(heard))
        for block in self.late:
            y = block(y)
        y = self.out(self.drop(y))
        frames, weight = y[:, 0], torch.softmax(y[:, 1], 1)
        pooled = torch.stack([frames.mean(1), (frames * weight).sum(1), frames.max(1)[0]], 1)
        return frames, self.pool(pooled)[:, 0] + self.opinion * opinion


class Heard(nn.Module):
    """The judge of the rest as it stands in an ONNX file, not to be trained: features -> what `Voices` takes beside them."""

    def __init__(self, file):
        super().__init__()
        import onnx
        from onnx import numpy_helper
        graph = onnx.load(file).graph
        self.weights = {i.name.removeprefix('ear/'): torch.tensor(numpy_helper.to_array(i)) for i in graph.initializer if not i.name.startswith('voices/')}
        self.convs = [tuple(self.weights[name.removeprefix('ear/')] for name in n.input[1:]) for n in graph.node if n.op_type == 'Conv' and not n.name.startswith('voices/')]

    @torch.no_grad()
    def forward(self, features):
        w, c = self.weights, self.convs
        x = F.batch_norm(features[:, :, :96].transpose(1, 2), w['enter.running_mean'], w['enter.running_var'], w['enter.weight'], w['enter.bias'])
        x = F.relu(F.conv2d(x.transpose(1, 2)[:, None], *c[0], stride=(1, 2), padding=1))
        x = F.relu(F.conv2d(x, *c[1], stride=(2, 2), padding=1)).transpose(2, 3).flatten(1, 2)
        x = F.relu(F.conv1d(x, *c[2]))
        for conv, d in zip(c[3:], (1, 2, 4, 1)):
            x = x + F.relu(F.conv1d(x, *conv, padding=d, dilation=d))
        mean = x.mean(2)
        pooled = torch.cat([mean, ((x - mean[:, :, None]) ** 2).mean(2).add(1e-5).sqrt(), x.max(2)[0]], 1)
        hidden = F.relu(F.linear(pooled, w['head.weight'], w['head.bias']))
        return x[:, :, :features.shape[1] // 2], F.linear(hidden, w['out.weight'], w['out.bias'])[:, 0]
