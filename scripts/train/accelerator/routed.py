"""Two networks and the sharpness that chooses between them, on validation: answers, temperatures, thresholds, figures."""
from __future__ import annotations

import torch

import measure
import special
import views
from faces import Deck
from measure import ROWS, Answer, Temperatures
from rooms import Room

# Of faces as they are 90 % are above 0.36, of faces of 36 pixels 90 % below 0.26, and turned or side-lit ones lie between.
TRIED = (0.1, 0.15, 0.2, 0.22, 0.25, 0.28, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6)
BEFORE = 0.5
# A room's mixture: how often each row counts in the fit of the temperatures and in the choice of the threshold.
MIXTURE = {
    "as it is": 6, "36 px": 2, "32 px": 2, "28 px": 1, "24 px": 1, "32 px, noise 6, JPEG 50": 2, "24 px, noise 6, JPEG 50": 1, "motion 5 px": 2, "focus 1.5": 1,
    "side light right": 1, "light from above": 1, "backlit": 1, "night": 1, "infrared look": 1, "frames": 1, "frames, glare": 1, "turned +22": 1, "turned -22": 1,
    "width 80 %": 1, "height 85 %": 1, "noise 20": 1, "JPEG 15": 1, "all mild": 2,
}


@torch.no_grad()
def answers(asked: dict[str, Answer], deck: Deck, room: Room, batch: int = 1024) -> tuple[dict[str, torch.Tensor], torch.Tensor]:
    """[rows, n, 2, 8] of each network and the sharpness [rows, n], on the processor: all are shown the same pictures."""
    said: dict[str, list[torch.Tensor]] = {name: [] for name in asked}
    sharp = []
    for change in ROWS.values():
        with torch.random.fork_rng(devices=[room.device] if room.device.type == "cuda" else []):
            torch.manual_seed(20)
            parts = [measure.eight_bits(change(room, views.grey(part))) for part in deck.pixels.split(batch)]
        sharp.append(torch.cat([special.sharpness(part) for part in parts]).float().cpu())
        for name, answer in asked.items():
            said[name].append(torch.cat([answer(part) for part in parts]).float().cpu())
    return {name: torch.stack(each) for name, each in said.items()}, torch.stack(sharp)


def fitted(logits: torch.Tensor, sent: torch.Tensor, deck: Deck) -> Temperatures:
    """Of the least cross-entropy on the mixture, by the faces that are `sent` [rows, n] to this network."""
    majority, labels = deck.majority.cpu(), deck.labels.cpu()
    pools: tuple[list[torch.Tensor], ...] = ([], [], [], [])
    for index, name in enumerate(ROWS):
        for _ in range(MIXTURE.get(name, 0)):
            here, clear = sent[index], sent[index] & (majority >= 0)
            for pool, part in zip(pools, (logits[index, clear, 0], majority[clear], logits[index, here, 1], labels[here])):
                pool.append(part)
    people, right, words, label = (torch.cat(pool) for pool in pools)
    if not len(right):
        return Temperatures()
    return Temperatures(measure.temperature(people, right), measure.temperature(words, label))


def tempered(logits: torch.Tensor, warm: Temperatures) -> torch.Tensor:
    return logits / torch.tensor([warm.votes, warm.labels]).view(2, 1)


def mixed(votes: list[float]) -> float:
    """The mean of a row's figures over the mixture."""
    counts = [MIXTURE.get(name, 0) for name in ROWS]
    return sum(value * count for value, count in zip(votes, counts)) / sum(counts)


def right(logits: torch.Tensor, deck: Deck) -> torch.Tensor:
    """[rows, clear faces]: whether the votes' answer is the majority's."""
    majority = deck.majority.cpu()
    clear = majority >= 0
    return logits[:, clear, 0, : measure.SEVEN].argmax(2) == majority[clear]


def figures(rows: dict[str, torch.Tensor], sharp: torch.Tensor, deck: Deck, threshold: float | None = None, warm: dict[str, Temperatures] | None = None) -> dict[str, object]:
    """Of both, of what was before, and of whichever sharpness chooses; threshold and temperatures are the best here where none are given."""
    near, far = rows["near"], rows["far"]
    by_threshold = {}
    for tried in TRIED:
        both = torch.where((sharp >= tried)[..., None, None], near, far)
        by_threshold[tried] = round(mixed(right(both, deck).float().mean(1).tolist()), 4)
    threshold = threshold or max(by_threshold, key=by_threshold.get)
    warm = warm or {"near": fitted(near, sharp >= threshold, deck), "far": fitted(far, sharp < threshold, deck), "before": fitted(rows["before"], sharp >= 0, deck)}
    calm = {name: tempered(rows[name], warm[name]) for name in ("near", "far", "before")}
    calm["routed"] = torch.where((sharp >= threshold)[..., None, None], calm["near"], calm["far"])
    calm["routed at 0.5"] = torch.where((sharp >= BEFORE)[..., None, None], calm["near"], calm["far"])
    calm["mean"] = torch.log((torch.softmax(calm["near"], 3) + torch.softmax(calm["far"], 3)).clamp(min=1e-12) / 2)
    told: dict[str, object] = {
        "threshold": threshold, "votes_of_the_mixture_by_threshold": by_threshold, "sharper_than_it": {name: measure.mean(sharp[index] >= threshold) for index, name in enumerate(ROWS)},
        "sharpness_of_faces_as_they_are": [round(float(value), 3) for value in torch.quantile(sharp[0], torch.tensor([0.05, 0.1, 0.25, 0.5, 0.75]))],
        "temperatures": {name: {"votes": round(each.votes, 4), "labels": round(each.labels, 4)} for name, each in warm.items()},
    }
    for name, logits in calm.items():
        by_row = {row: measure.row(logits[index], deck, Temperatures()) for index, row in enumerate(ROWS)}
        told[name] = {"mixture": round(mixed([each["votes"] for each in by_row.values()]), 4), **whole(logits[0], deck), "rows": by_row}
    told["near_against_before"], told["routed_against_before"] = (exchanged(right(calm[name], deck)[0], right(calm["before"], deck)[0]) for name in ("near", "routed"))
    return told


def whole(logits: torch.Tensor, deck: Deck) -> dict[str, float]:
    """Figures of the faces as they are."""
    labels, majority = deck.labels.cpu(), deck.majority.cpu()
    clear, neutral = majority >= 0, majority == measure.SEVEN - 1
    sure, said = torch.softmax(logits[:, 0], 1).max(1)
    acted = (sure >= measure.CONFIDENT) & (said < measure.SEVEN)
    negative = (said == 0) | (said == 1) | (said == 2) | (said == 4)
    return {
        "macro_f1_labels": measure.macro_f1(logits[:, 1, : measure.SEVEN].argmax(1), labels),
        "surprise_votes": round(float(torch.nn.functional.cross_entropy(logits[clear, 0], majority[clear])), 4),
        "surprise_labels": round(float(torch.nn.functional.cross_entropy(logits[:, 1], labels)), 4),
        "ece_votes": round(measure.calibration_error(logits[clear, 0], majority[clear]), 4),
        "neutral_called_negative": measure.mean(negative[neutral]), "neutral_called_negative_and_acted": measure.mean((negative & acted)[neutral]),
        "nobody_can_tell_but_acted": measure.mean(acted[deck.targets[:, 0, measure.CANNOT_TELL].cpu() > 0.5]),
    }


def exchanged(mine: torch.Tensor, theirs: torch.Tensor) -> str:
    """McNemar's test on the faces as they are."""
    gained, lost = int((mine & ~theirs).sum()), int((theirs & ~mine).sum())
    z = max(0, abs(gained - lost) - 1) / max(1, gained + lost) ** 0.5
    return f"+{gained} -{lost} (p {float(torch.erfc(torch.tensor(z / 2**0.5))):.3f})"


def table(told: dict[str, object]) -> list[str]:
    names = ("before", "near", "far", "routed", "mean")
    lines = [f"{'votes, validation':26}" + "".join(f"{name:>9}" for name in names) + "   sharp, routed: acted, right of those"]
    for row in ROWS:
        last = told["routed"]["rows"][row]
        cells = "".join(f"{100 * told[name]['rows'][row]['votes']:9.1f}" for name in names)
        lines.append(f"{row:26}{cells}   {100 * told['sharper_than_it'][row]:5.1f} {100 * last['acted']:6.1f} {100 * last['right_of_acted']:6.1f}")
    lines.append(f"{'labels as it is':26}" + "".join(f"{100 * told[name]['rows']['as it is']['labels']:9.1f}" for name in names))
    lines.append(f"{'mixture':26}" + "".join(f"{100 * told[name]['mixture']:9.1f}" for name in names))
    lines.append(f"threshold {told['threshold']}, temperatures {told['temperatures']}; by threshold {told['votes_of_the_mixture_by_threshold']}; near {told['near_against_before']}, routed {told['routed_against_before']}")
    return lines
