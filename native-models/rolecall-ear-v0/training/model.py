"""The sound judge: [batch, frames, 96] (features.py) -> [batch, 5]: logits of overlap and music, signal to noise
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
        x = self.enter(features.transpose(1, 2)).transpose(1, 2)[:, None]
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
