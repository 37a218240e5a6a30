"""What must hold of networks, optimisers, JPEG, targets and degradations before a run is worth its time; test_specialists.py calls it."""
from __future__ import annotations

import io

import numpy as np
import torch
from PIL import Image

import augment
import course
import data
import faces
import measure
import shows
import views
from jpeg import Jpeg
from measure import every
from branched import fold
from mirror import MirrorXception
from model import INPUT_SIDE, parameter_count
from rooms import Room
from students import BranchedMirror, RefusingMirror, as_shipped
from teachers import ResNet

CPU = torch.device("cpu")


def students_fit() -> None:
    a, b = RefusingMirror(), BranchedMirror()
    assert parameter_count(a) == 59_735 and sum(p.numel() for p in fold(b).parameters()) == 59_967


def shaken(network: torch.nn.Module, side: int) -> torch.nn.Module:
    """With statistics and scales that are not those of the beginning."""
    network.train()
    with torch.no_grad():
        for _ in range(3):
            network(torch.rand(16, 1, side, side))
        for module in network.modules():
            if isinstance(module, torch.nn.BatchNorm2d):
                module.weight.uniform_(0.5, 1.5)
                module.bias.uniform_(-0.5, 0.5)
    return network.eval()


@torch.no_grad()
def fold_is_exact() -> None:
    network = shaken(BranchedMirror(), INPUT_SIDE)
    plain, images = fold(network), torch.rand(32, 1, INPUT_SIDE, INPUT_SIDE)
    apart = float((plain(images) - network(images)).abs().max())
    assert apart < 1e-5, apart
    assert not any(isinstance(module, torch.nn.BatchNorm2d) for module in plain.modules())
    assert float((network(images) - network(images.flip(3))).abs().max()) < 1e-5, "a face and its mirror image are not the same"


@torch.no_grad()
def refusing_mirror_is_the_projects_mirror() -> None:
    network, project = shaken(RefusingMirror(), INPUT_SIDE), MirrorXception()
    project.load_state_dict(as_shipped(network.state_dict()))
    images = torch.rand(32, 1, INPUT_SIDE, INPUT_SIDE)
    assert float((project.eval()(images) - network(images)[:, :, :7]).abs().max()) < 1e-5


def jpeg_is_pillows() -> None:
    """Within a grey on average: libjpeg's integer transform rounds otherwise."""
    smooth = torch.nn.functional.interpolate(torch.rand(6, 1, 9, 9), size=48, mode="bicubic").clamp(0, 1)
    for quality in (15, 30, 50, 70, 90):
        ours = Jpeg(CPU).squeezed(smooth, every(smooth, quality))
        theirs = []
        for picture in smooth[:, 0]:
            file = io.BytesIO()
            Image.fromarray((picture * 255).round().byte().numpy()).save(file, "JPEG", quality=quality)
            theirs.append(torch.from_numpy(np.array(Image.open(file))).float() / 255)
        apart = 255 * (ours[:, 0] - torch.stack(theirs)).abs()
        assert apart.mean() < 0.6 and apart.max() < 25, (quality, float(apart.mean()), float(apart.max()))


def optimisers_are_torchs() -> None:
    for ours, theirs in (
        (lambda p: course.Adam(p, 0.03), lambda p: torch.optim.AdamW(p, lr=0.01, betas=(0.9, 0.99), weight_decay=0.03)),
        (lambda p: course.Nesterov(p, 5e-4), lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9, nesterov=True, weight_decay=5e-4)),
    ):
        start = [torch.rand(4, 3), torch.rand(3, 2)]
        mine, other = ([torch.nn.Parameter(t.clone()) for t in start] for _ in range(2))
        one, two = ours(mine), theirs(other)
        one.rate.fill_(0.01)
        for _ in range(20):
            for parameters in (mine, other):
                for parameter in parameters:
                    parameter.grad = None
                (torch.tanh(parameters[0]) @ parameters[1]).square().sum().backward()
            one.step()
            two.step()
        assert all(torch.allclose(x, y, atol=1e-6) for x, y in zip(mine, other))


def a_step_learns() -> None:
    for model, side in ((ResNet((8, 8, 16, 16)), 48), (RefusingMirror(), 64)):
        model.train()
        parameters = list(model.parameters())
        optimiser = course.Adam(parameters, 0.0)
        stepper = course.Stepper(model, optimiser, course.Average(model), 16, side, course.Ways(False, True, False))
        images, targets = torch.rand(16, 1, side, side), torch.nn.functional.one_hot(torch.arange(32) % 7, 8).float().view(16, 2, 8)
        optimiser.rate.fill_(0.01)
        stepper.average.keep.fill_(0.5)
        losses = []
        for _ in range(12):
            stepper(images, targets)
            losses.append(float(stepper.loss))
        assert losses[-1] < 0.95 * losses[0], losses
        apart = max(float((slow - fast).abs().max()) for slow, fast in zip(stepper.average.slow, stepper.average.fast))
        assert 0 < apart < 100


def targets_are_shares(deck: faces.Deck) -> None:
    assert torch.allclose(deck.targets.sum(2), torch.ones(len(deck), 2)) and float(deck.targets[:, 1, 7].max()) == 0
    clear = deck.majority >= 0
    most = deck.targets[clear, 0, :7].max(1).values
    assert torch.equal(deck.targets[clear, 0].gather(1, deck.majority[clear].unsqueeze(1))[:, 0], most)
    project = data.Faces(deck.pixels, deck.labels, torch.nn.functional.normalize(deck.targets[:, 0, :7], p=1, dim=1), deck.majority)
    assert torch.allclose(data.soft_targets(project, 0.1)[:, 1], deck.targets[:, 1, :7], atol=1e-5)


def placing_is_augments(deck: faces.Deck) -> None:
    """The same distribution: means and spreads of all pixels over many draws, and of a bright dot's place."""
    dot = torch.zeros(4000, 48, 48, dtype=torch.uint8)
    dot[:, 10:13, 30:33] = 255
    for pixels in (dot, deck.pixels[:1].expand(4000, -1, -1)):
        ours = views.placed(views.grey(pixels), INPUT_SIDE, augment.ROOM)
        theirs = augment.placed(pixels, augment.ROOM, torch.Generator().manual_seed(3))
        for of in (lambda x: x.mean(0), lambda x: x.std(0)):
            assert (of(ours) - of(theirs)).abs().max() < 0.05, float((of(ours) - of(theirs)).abs().max())
            assert (of(ours) - of(theirs)).abs().mean() < 0.006
    ones, noughts = torch.ones(4), torch.zeros(4)
    straight = views.moved(views.grey(deck.pixels[:4]), INPUT_SIDE, noughts, ones, noughts, noughts, ones, ones)
    assert torch.allclose(straight, augment.plain(deck.pixels[:4]), atol=1e-5)
    assert torch.allclose(views.plain(views.grey(deck.pixels[:4]), INPUT_SIDE), augment.plain(deck.pixels[:4]))
    lit, theirs = views.lit(views.grey(deck.pixels)), augment.lit(views.grey(deck.pixels), torch.Generator().manual_seed(3))
    assert abs(float(lit.mean() - theirs.mean())) < 0.01 and abs(float(lit.std() - theirs.std())) < 0.01


def degradations_leave_what_they_should(deck: faces.Deck) -> None:
    room, x = Room(CPU), views.grey(deck.pixels[:64])
    same = room.captured(x, every(x, 48), every(x, 0), every(x, 101))
    assert torch.allclose(same, x, atol=1e-5)
    assert torch.allclose(room.out_of_focus(x, every(x, 0)), x, atol=1e-6) and torch.allclose(room.in_motion(x, every(x, 0), every(x, 1)), x, atol=1e-6)
    level = torch.full_like(x, 0.5)
    for change in (measure.far(24), measure.far(17), measure.focus(1.5), measure.motion(5), measure.motion(9, 33)):
        assert torch.allclose(change(room, level), level, atol=1e-4), "a grey wall is not a grey wall"
    half = torch.zeros_like(x)
    half[..., 24:] = 1
    edge = room.in_motion(half, every(x, 5), every(x, 0))[0, 0, 20]
    assert torch.allclose(edge[20:28], torch.tensor([0, 0, 0.2, 0.4, 0.6, 0.8, 1, 1]), atol=1e-4), edge[20:28]
    sharp = lambda pictures: float((pictures[..., 1:] - pictures[..., :-1]).abs().mean())
    assert sharp(measure.far(20)(room, x)) < sharp(measure.far(32)(room, x)) < sharp(x)
    for name, change in measure.ROWS.items():
        changed = change(room, x)
        assert changed.shape == x.shape and bool(torch.isfinite(changed).all()), name


def shows_are_in_range(deck: faces.Deck) -> None:
    room = Room(CPU)
    show = shows.to_students(deck, deck.targets, torch.tensor(0.7), room, 64)
    images, targets = show(torch.randint(len(deck), (256,)))
    assert images.shape == (256, 1, 64, 64) and 0 <= float(images.min()) and float(images.max()) <= 1
    assert torch.allclose(targets.sum(2), torch.ones(256, 2), atol=1e-5)
    images, targets = shows.to_teachers(deck, torch.tensor(0.5))(torch.randint(len(deck), (256,)))
    assert images.shape == (256, 1, 48, 48) and bool(torch.isfinite(images).all()) and torch.allclose(targets.sum(2), torch.ones(256, 2), atol=1e-5)
    many = room.varied(views.grey(deck.pixels))
    assert bool(torch.isfinite(many.images).all())
    assert 0.05 < float((many.left < 1).float().mean()) < 0.2


@torch.no_grad()
def lessons_keep_their_order(deck: faces.Deck) -> None:
    """Lessons and faces are looked up by the same index, and answers come in the order of the faces."""
    lessons = torch.zeros_like(deck.targets)
    lessons[torch.arange(len(deck)), :, deck.labels] = 1
    show = shows.to_students(deck, lessons, torch.tensor(1.0), Room(CPU), 64)
    indices = torch.randint(len(deck), (128,))
    _, targets = show(indices)
    assert torch.equal(targets[:, 1].argmax(1), deck.labels[indices])
    brightness = lambda x: torch.stack([torch.stack([x.mean((1, 2, 3)) * 2, *[torch.zeros(len(x))] * 7], 1)] * 2, 1)
    said = torch.cat([shows.to_answer(views.grey(part), [brightness]).mean(0) for part in deck.pixels[:200].split(64)])[:, 0, 0]
    together = torch.stack([said, views.grey(deck.pixels[:200]).mean((1, 2, 3))])
    assert float(torch.corrcoef(together)[0, 1]) > 0.9
