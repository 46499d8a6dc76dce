"""Usage: export.py WEIGHTS.pt OUT.onnx   Input `features` [batch, frames, 96], output `judgement` [batch, 5]."""
import sys
import torch
from model import Ear

net = Ear()
net.load_state_dict(torch.load(sys.argv[1]))
net.eval()
torch.onnx.export(net, torch.zeros(2, 50, 96), sys.argv[2], input_names=['features'], output_names=['judgement'], dynamic_axes={'features': {0: 'batch', 1: 'frames'}, 'judgement': {0: 'batch'}}, opset_version=15)
