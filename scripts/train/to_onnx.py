"""The network as an ONNX file: `image` [n, 64, 64, 1] float32 in [0, 1] to `scores` and, where it has two heads, `labels`.

`labels` is [n, 7]. `scores` is [n, 7], or [n, 8] where the network also answers "cannot tell".
"""
from __future__ import annotations

import inspect
import warnings
from pathlib import Path

import onnx
import torch
from torch import nn

from data import EMOTIONS
from model import INPUT_SIDE, OUTPUTS, heads

OPSET = 13


class Daemon(nn.Module):
    """What the daemon asks of the network: pictures as they lie in memory (NHWC) in, shares that add up to 1 out, one set a head."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, image: torch.Tensor) -> tuple[torch.Tensor, ...]:
        logits = self.network(image.permute(0, 3, 1, 2))
        if logits.dim() == 2:
            return (torch.softmax(logits, 1),)
        people, labels = logits.unbind(1)
        return torch.softmax(people, 1), torch.softmax(labels[:, : len(EMOTIONS)], 1)


def legacy() -> dict[str, bool]:
    """PyTorch from 2.9 on would use an exporter that needs packages which Debian lacks."""
    return {"dynamo": False} if "dynamo" in inspect.signature(torch.onnx.export).parameters else {}


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
        **legacy(),
    )
    model = onnx.load(str(path))
    onnx.helper.set_model_props(model, about)
    onnx.checker.check_model(model)
    onnx.save(model, str(path))
