"""Near, far and whichever sharpness chooses beside the shipped network, every row, on the processor; threshold and temperatures are the run's.

    python3 judge_pair.py --data FER2013 --project scripts/train --shipped models/mini-xception/model.onnx --near near.pt --far far.pt --report report.json --part public_test --out judged.json

PublicTest once per weights that are to be shipped: what is looked at here must not choose. The shipped network stands under "before".
"""
from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch
import torch.nn.functional as F

import data
import faces
import judge
import routed
from measure import Temperatures
from rooms import Room


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("data", "project", "shipped", "near", "far", "report", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--part", default="public_test", choices=("public_test", "validation"))
    parser.add_argument("--faces", type=int, help="only so many: to try it")
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    rows, pixels = data.stored(args.data)
    wanted = data.split(rows, pixels)[args.part]
    deck = faces.deck(rows, pixels, wanted[: args.faces] if args.faces else wanted)
    seven = judge.answer_of(judge.shipped(args.shipped, args.project))
    asked = {
        "near": judge.answer_of(judge.student(args.near)), "far": judge.answer_of(judge.student(args.far)),
        "before": lambda images: F.pad(seven(images), (0, 1), value=-100.0),
    }
    answers, sharp = routed.answers(asked, deck, Room(torch.device("cpu")))
    run = json.loads(args.report.read_text())["compared"]
    warm = {name: Temperatures(**run["temperatures"][name]) for name in ("near", "far")} | {"before": Temperatures()}
    told = routed.figures(answers, sharp, deck, run["threshold"], warm)
    args.out.write_text(json.dumps(told, indent=1) + "\n")
    print("\n".join(routed.table(told)))


if __name__ == "__main__":
    main()
