"""Joins the judge of two voices to the rest: the answer about overlap of the one takes the place of the other's.

Usage: join.py EAR.onnx VOICES.pt OUT.onnx [SHIFT]     EAR.onnx hears the first 96 of the 160 bands; SHIFT is added to
the logit of overlap. Also takes what an earlier join wrote. The weights of the rest stay as they are. Input `features` [batch, frames, 160], output `judgement`
[batch, 5]. Needs onnx.
"""
import io, sys
import onnx
import onnx.utils
import torch
from onnx import TensorProto, compose, helper
from model import Voices


class Clip(torch.nn.Module):
    def __init__(self, net, shift):
        super().__init__()
        self.net, self.shift = net, shift

    def forward(self, features, heard, opinion):
        return self.net(features, heard[:, :, : features.shape[1] // 2], opinion[:, 0])[1][:, None] + self.shift


ear = onnx.load(sys.argv[1])
if any(n.name.startswith('voices/') for n in ear.graph.node):
    ear = onnx.utils.Extractor(ear).extract_model(['ear/features'], ['ear/judgement'])
else:
    ear = compose.add_prefix(ear, 'ear/')
net = Voices()
net.load_state_dict(torch.load(sys.argv[2]))
buffer = io.BytesIO()
torch.onnx.export(Clip(net.eval(), float(sys.argv[4]) if len(sys.argv) > 4 else 0.0), (torch.zeros(2, 50, 160), torch.zeros(2, 64, 25), torch.zeros(2, 1)), buffer, input_names=['features', 'heard', 'opinion'], output_names=['overlap'], dynamic_axes={'features': {0: 'batch', 1: 'frames'}, 'heard': {0: 'batch', 2: 'halves'}, 'opinion': {0: 'batch'}, 'overlap': {0: 'batch'}}, opset_version=15)
voices = compose.add_prefix(onnx.load_from_string(buffer.getvalue()), 'voices/')
ints = lambda name, *values: helper.make_tensor(name, TensorProto.INT64, [len(values)], values)
graph = helper.make_graph(
    [
        helper.make_node('Identity', ['features'], ['voices/features']),
        helper.make_node('Slice', ['features', 'from', 'to', 'bands'], ['ear/features']),
        *ear.graph.node,
        helper.make_node('Identity', ['ear//blocks.3/Add_output_0'], ['voices/heard']),
        helper.make_node('Slice', ['ear/judgement', 'from', 'second', 'second'], ['voices/opinion']),
        *voices.graph.node,
        helper.make_node('Slice', ['ear/judgement', 'second', 'last', 'second'], ['rest']),
        helper.make_node('Concat', ['voices/overlap', 'rest'], ['judgement'], axis=1),
    ],
    'ear',
    [helper.make_tensor_value_info('features', TensorProto.FLOAT, ['batch', 'frames', 160])],
    [helper.make_tensor_value_info('judgement', TensorProto.FLOAT, ['batch', 5])],
    [*ear.graph.initializer, *voices.graph.initializer, ints('from', 0), ints('to', 96), ints('bands', 2), ints('second', 1), ints('last', 5)],
)
model = helper.make_model(graph, opset_imports=[helper.make_opsetid('', 15)], ir_version=8)
onnx.checker.check_model(model)
onnx.save(model, sys.argv[3])
