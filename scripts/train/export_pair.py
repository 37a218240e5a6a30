"""From the weights of the near and the far network to models/: the files of both, and the manifest that says which of them reads a face.

    python3 scripts/train/export_pair.py --near near-every.pt --far far-every.pt --run RUN --sharpness 0.09 --smallest 40 --out models

`RUN` is the folder of the run whose validation part was held back: its `report.json` has the temperatures, its `log.txt` the curves.
"""
from __future__ import annotations

import argparse
import ast
import hashlib
import json
import re
from pathlib import Path

import processor  # before torch

import torch

import export
import manifest
from manifest import NETWORKS_OF_PAIR, About, Routing

NETWORK = "branched-xception"
# A line of the log: seconds, epoch, loss, and the votes and labels of faces as they are.
NOTED = re.compile(r"^\[ *[\d.]+\] +([\d.]+) s, epoch +([\d.]+), .* loss ([\d.]+); (\{.*\})$")


def main() -> None:
    args = arguments()
    torch.set_num_threads(1)
    report = json.loads((args.run / "report.json").read_text())
    weights = {"near": args.near, "far": args.far}
    version = args.version or version_of(weights)
    about, networks = {}, {}
    for name in NETWORKS_OF_PAIR:
        warm = report["compared"]["temperatures"][name]
        temperature = (warm["votes"], warm["labels"])
        networks[name] = export.load(NETWORK, weights[name], temperature)
        export.write_files(networks[name], args.out / name, {"version": f"{version} {name}", "temperature": " ".join(map(str, temperature))})
        epochs = curve((args.run / "log.txt").read_text(), name)
        (args.out / name / manifest.CURVE).write_text("".join(json.dumps(epoch) + "\n" for epoch in epochs))
        about[name] = About(NETWORK, version, temperature, False, 0.0, summary(epochs, report[name]))
    cascade = export.with_cascade(args.out, args.cascade)
    manifest.write_pair(args.out, cascade, networks["near"], about, Routing(args.sharpness, args.smallest))
    print(f"wrote {args.out / 'manifest.json'}, version {version}")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--near", type=Path, required=True, help="weights of the network for faces that are seen well")
    parser.add_argument("--far", type=Path, required=True, help="weights of the network for small and blurred faces")
    parser.add_argument("--run", type=Path, required=True, help="folder of the run whose validation part was held back")
    parser.add_argument("--out", type=Path, required=True, help="the models folder")
    parser.add_argument("--sharpness", type=float, required=True, help="a face whose input is less sharp than this is read by the far network")
    parser.add_argument("--smallest", type=int, required=True, help="a face smaller than this, in pixels of the picture, is read by the far network")
    parser.add_argument("--version", help="name of these weights (default: `pair` and the first digits of their hash)")
    parser.add_argument("--cascade", type=Path, default=export.CASCADE, help="the Haar cascade to ship (Debian's opencv-data)")
    return parser.parse_args()


def version_of(weights: dict[str, Path]) -> str:
    """`pair` and the first digits of a hash over both files."""
    return f"pair-{hashlib.sha256(b''.join(weights[name].read_bytes() for name in NETWORKS_OF_PAIR)).hexdigest()[:8]}"


def curve(log: str, name: str) -> list[dict[str, float]]:
    """What the run noted of that network while it learned, as lines of a training log."""
    lines = log.split(f"{name} on train")[1].splitlines()
    noted = []
    for line in lines[1:]:
        found = NOTED.match(line)
        if not found:
            break
        votes, labels = ast.literal_eval(found[4])["as it is"]
        noted.append({"epoch": float(found[2]), "loss": float(found[3]), "validation": labels, "votes": votes, "seconds": float(found[1])})
    return noted


def summary(epochs: list[dict[str, float]], told: dict[str, object]) -> dict[str, object]:
    """The run in a few figures: those of its end, which is what is exported."""
    last = told["by_the_clock"][-1]
    return {
        "epochs": round(told["epochs"]), "epoch": round(told["epochs"]), "validation_accuracy": last["as it is"][1], "validation_votes": last["as it is"][0],
        **({"loss": epochs[-1]["loss"]} if epochs else {}), "hours": round(last["seconds"] / 3600, 2),
    }


if __name__ == "__main__":
    main()
