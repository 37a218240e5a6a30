"""The network as an ONNX file: `image` [n, 64, 64, 1] float32 in [0, 1] to `scores` and, where it has two heads, `labels`, [n, 7] each."""
from __future__ import annotations

import warnings
from pathlib import Path

import onnx
import torch
from torch import nn

from model import INPUT_SIDE, OUTPUTS, heads

OPSET = 13


class Daemon(nn.Module):
    """What the daemon asks of the network: pictures as they lie in memory (NHWC) in, shares that add up to 1 out, one set a head."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, image: torch.Tensor) -> tuple[torch.Tensor, ...]:
        logits = self.network(image.permute(0, 3, 1, 2))
        return tuple(torch.softmax(head, 1) for head in (logits.unbind(1) if logits.dim() == 3 else (logits,)))


def write(network: nn.Module, path: Path, about: dict[str, str]) -> None:
    """Weights stay as they were trained, one initializer each: onnxruntime itself folds normalisations when it loads the file."""
    outputs = OUTPUTS[: heads(network)]
    warnings.filterwarnings("ignore", "Constant folding")  # it is not asked for, and says that it did nothing
    torch.onnx.export(
        Daemon(network).eval(),
        torch.zeros(2, INPUT_SIDE, INPUT_SIDE, 1),
        str(path),
        input_names=["image"],
        output_names=list(outputs),
        dynamic_axes={name: {0: "n"} for name in ("image", *outputs)},
        opset_version=OPSET,
        training=torch.onnx.TrainingMode.PRESERVE,
        do_constant_folding=False,
    )
    model = onnx.load(str(path))
    onnx.helper.set_model_props(model, about)
    onnx.checker.check_model(model)
    onnx.save(model, str(path))
