"""python3 -m pytest -q test_specialists.py     on the processor, about two minutes"""
from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch

import checks
import data
import faces
import live
import measure
import routed
import special
import views
from branched import fold
from pack import coarse, remainders
from rooms import Room
from special import FAR, NEAR, Told
from students import BranchedMirror
from teachers import ResNet

HERE = Path(__file__).resolve().parent
CPU = torch.device("cpu")
torch.set_num_threads(1)


@pytest.fixture(scope="module")
def packed():
    rows, pixels = faces.unpacked(HERE / "data")
    return rows, pixels, data.split(rows, pixels)


@pytest.fixture(scope="module")
def deck(packed):
    rows, pixels, split = packed
    torch.manual_seed(1)
    return faces.deck(rows, pixels, split["train"][:2000])


@pytest.mark.parametrize("name", ["students_fit", "fold_is_exact", "refusing_mirror_is_the_projects_mirror", "jpeg_is_pillows", "optimisers_are_torchs", "a_step_learns"])
def test_as_before(name):
    torch.manual_seed(1)
    getattr(checks, name)()


@pytest.mark.parametrize("name", ["targets_are_shares", "placing_is_augments", "degradations_leave_what_they_should", "shows_are_in_range", "lessons_keep_their_order"])
def test_of_faces_as_before(name, deck):
    torch.manual_seed(1)
    getattr(checks, name)(deck)


def test_public_test_stays_here(packed):
    rows, _, split = packed
    assert not split["public_test"] and len(split["train"]) == 25_567 and len(split["validation"]) == 2_872
    assert len(json.loads((HERE / "data/known.json").read_text())) == 81


def test_packing_loses_nothing():
    rng = np.random.default_rng(1)
    pixels = rng.integers(0, 256, (7, 48, 48), dtype=np.uint8)
    pixels[0], pixels[1] = 255, np.arange(48, dtype=np.uint8)
    assert np.array_equal(faces._pictures(remainders(pixels)), pixels)


@torch.no_grad()
def test_folded_teacher_answers_as_the_teacher():
    torch.manual_seed(1)
    network = checks.shaken(ResNet((8, 16, 16, 24)), 48)
    images = torch.rand(8, 1, 48, 48)
    whole = network(images)
    assert float((live.Teacher(network, CPU, torch.float32)(images) - whole).abs().max()) < 1e-3
    short = live.Teacher(network, CPU, torch.bfloat16)(images)
    assert float((torch.softmax(short, 2) - torch.softmax(whole, 2)).abs().max()) < 0.06
    weights = live._fine(coarse(network.state_dict()))
    assert set(weights) == set(network.state_dict())


@torch.no_grad()
def test_packed_teachers_answer_as_before(deck):
    images = views.grey(deck.pixels[:48])
    for number, weights in enumerate(live.unpacked(HERE / "data/teachers.xz"), 3):
        coarse_one, fine_one = ResNet(), ResNet()
        coarse_one.load_state_dict(weights)
        path = Path(f"teacher-{number}.pt")
        if not path.exists():
            pytest.skip("the teachers themselves are elsewhere")
        fine_one.load_state_dict({name: value.float() for name, value in torch.load(path, map_location="cpu").items()})
        said = [torch.softmax(network.eval()(images), 2) for network in (coarse_one, fine_one)]
        assert float((said[0] - said[1]).abs().mean()) < 0.01
        assert float((said[0].argmax(2) == said[1].argmax(2)).float().mean()) > 0.95


def told(share: float = 1.0, blend: float = 1.0) -> Told:
    return Told(torch.tensor(share), torch.tensor(blend))


def test_both_sizes_show_the_same_view(deck):
    torch.manual_seed(2)
    pair = special.placed(views.grey(deck.pixels[:64]))
    pair = special.in_light(pair, torch.ones(64, dtype=torch.bool))
    pair, _ = special.blended_with_next(pair, (deck.targets[:64],), torch.ones(64))
    large = torch.nn.functional.interpolate(pair[0], size=(48, 48), mode="bilinear", align_corners=False, antialias=True)
    assert pair[0].shape[-1] == 64 and pair[1].shape[-1] == 48
    assert float((large - pair[1]).abs().mean()) < 0.03


def test_what_is_told_fits_what_is_shown(deck):
    """Lessons that name the label: with the whole share of the lesson, and nothing blended, the target is the label, weighted."""
    lessons = torch.zeros_like(deck.targets)
    lessons[torch.arange(len(deck)), :, deck.labels] = 1
    indices = torch.randint(len(deck), (128,))
    for show in (
        special.to_near(deck, lessons, told(1.0, 0.0), Room(CPU, NEAR), 64, []),
        special.to_far(deck, lessons, told(1.0, 0.0), Room(CPU, FAR), 64),
    ):
        images, targets = show(indices)
        assert images.shape == (128, 1, 64, 64) and 0 <= float(images.min()) and float(images.max()) <= 1
        assert torch.allclose(targets.sum(2), torch.tensor(special.HEADS).expand(128, 2), atol=1e-5)
        assert torch.equal(targets[:, 1].argmax(1), deck.labels[indices])
    order = torch.arange(128) % 64
    first = special.to_near(deck, lessons, told(1.0, 0.0), Room(CPU, NEAR), 64, [])(torch.cat([torch.arange(64), torch.arange(64)]))[0]
    brightness = torch.stack([first.mean((1, 2, 3)), views.grey(deck.pixels[order]).mean((1, 2, 3))])
    clean = order < round(special.NEAR_CLEAN * 64)
    assert float(torch.corrcoef(brightness[:, clean])[0, 1]) > 0.9


def test_teachers_are_asked_of_the_view(deck):
    """A teacher that says "happy" of bright pictures and "sad" of dark ones decides the target of the part that it looks at."""

    def teacher(images):
        bright = images.mean((1, 2, 3)) > 0.5
        said = torch.full((len(images), 2, 8), -20.0)
        said[torch.arange(len(images)), :, torch.where(bright, 3, 4)] = 20.0
        return said

    lessons = torch.zeros_like(deck.targets)
    lessons[:, :, 0] = 1
    show = special.to_near(deck, lessons, told(1.0, 0.0), Room(CPU, NEAR), 64, [teacher])
    images, targets = show(torch.randint(len(deck), (64,)))
    seen = round(special.NEAR_CLEAN * 64)
    said = torch.where(targets[:seen, 1, 3] > targets[:seen, 1, 4], 1.0, 0.0)
    bright = (images[:seen].mean((1, 2, 3)) > 0.5).float()
    assert float((said == bright).float().mean()) > 0.9
    assert float(targets[-4:, 1, 3].max()) == 0


def test_blends_share_their_targets():
    black, white = torch.zeros(2, 1, 64, 64), torch.ones(2, 1, 64, 64)
    both = torch.cat([black[:1], white[:1], black[:1], white[:1]])
    small = both[:, :, :48, :48]
    hard = torch.nn.functional.one_hot(torch.tensor([0, 1, 0, 1]), 8).float().unsqueeze(1).expand(-1, 2, -1)
    (images, _), (targets,) = special.blended_with_next((both, small), (hard,), torch.ones(4))
    assert torch.allclose(images.mean((1, 2, 3)), targets[:, 0, 1], atol=0.01)
    (images, _), (targets,) = special.blended_with_next((both, small), (hard,), torch.zeros(4))
    assert torch.equal(images, both) and torch.equal(targets, hard)


def test_habits(deck):
    """The near network meets no more than mild blur, the far one hardly anything else; both meet what is to be refused."""
    torch.manual_seed(3)
    x = views.grey(deck.pixels)
    near, far = Room(CPU, NEAR).varied(x), Room(CPU, FAR).varied(x)
    for shown in (near, far):
        assert bool(torch.isfinite(shown.images).all()) and 0.02 < float((shown.left < 1).float().mean()) < 0.2
    sharp, soft = special.sharpness(near.images), special.sharpness(far.images)
    print("below 0.25: near", float((sharp < 0.25).float().mean()), "far", float((soft < 0.25).float().mean()))
    assert float((sharp < 0.25).float().mean()) < 0.3 < 0.6 < float((soft < 0.25).float().mean())


def test_sharpness_is_model_mds(deck):
    quantile = torch.quantile(special.sharpness(views.grey(deck.pixels)), 0.25)
    assert 0.4 < float(quantile) < 0.6


@torch.no_grad()
def test_figures_of_two_networks(deck):
    few = deck.first(40)
    network = BranchedMirror()
    network.load_state_dict(torch.load(HERE / "student-b.pt", map_location="cpu"))
    plain = fold(network)
    asked = lambda images: plain(views.plain(images, 64))
    rows, sharp = routed.answers({"near": asked, "far": asked, "before": asked}, few, Room(CPU))
    told = routed.figures(rows, sharp, few)
    assert told["near"]["rows"]["as it is"]["votes"] == told["routed"]["rows"]["as it is"]["votes"] > 0.6
    assert told["near_against_before"].startswith("+0 -0")
    assert json.dumps(told) and routed.table(told)
