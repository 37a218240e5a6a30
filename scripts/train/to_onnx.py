"""The network as an ONNX file: `image` [n, 64, 64, 1] float32 in [0, 1] to `scores` [n, 7]."""
from __future__ import annotations

from pathlib import Path

import onnx
import torch
from torch import nn

from model import INPUT_SIDE

OPSET = 13


class Daemon(nn.Module):
    """What the daemon asks of the network: pictures as they lie in memory (NHWC) in, shares that add up to 1 out."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        return torch.softmax(self.network(image.permute(0, 3, 1, 2)), 1)


def write(network: nn.Module, path: Path, about: dict[str, str]) -> None:
    """Weights stay as they were trained, one initializer each: onnxruntime itself folds normalisations when it loads the file."""
    torch.onnx.export(
        Daemon(network).eval(),
        torch.zeros(2, INPUT_SIDE, INPUT_SIDE, 1),
        str(path),
        input_names=["image"],
        output_names=["scores"],
        dynamic_axes={"image": {0: "n"}, "scores": {0: "n"}},
        opset_version=OPSET,
        training=torch.onnx.TrainingMode.PRESERVE,
        do_constant_folding=False,
    )
    model = onnx.load(str(path))
    onnx.helper.set_model_props(model, about)
    onnx.checker.check_model(model)
    onnx.save(model, str(path))
