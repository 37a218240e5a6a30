# What Essentia and librosa hear in the pieces of a folder (NAME.opus): tempo, key, onsets, balance, into NAME.heard.json. Called by scripts/listen-music.
import json
import pathlib
import subprocess
import sys
import warnings

warnings.filterwarnings("ignore")
import essentia  # noqa: E402

essentia.log.infoActive = essentia.log.warningActive = False
import essentia.standard as es  # noqa: E402
import librosa  # noqa: E402
import numpy as np  # noqa: E402

NOTES = ["C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"]
FLATS = {"Db": "C#", "Eb": "D#", "Gb": "F#", "Ab": "G#", "Bb": "A#"}
# C. Krumhansl and E. Kessler, 1982.
MAJOR = [6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88]
MINOR = [6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17]


def key_by_chroma(chroma):
    fits = [(np.corrcoef(np.roll(profile, i), chroma)[0, 1], f"{NOTES[i]} {mode}") for i in range(12) for mode, profile in (("major", MAJOR), ("minor", MINOR))]
    return max(fits)[1]


def hear(path):
    decoded = subprocess.run(["ffmpeg", "-v", "error", "-i", path, "-f", "f32le", "-ac", "1", "-ar", "44100", "pipe:1"], stdout=subprocess.PIPE, check=True)
    loud = np.frombuffer(decoded.stdout, dtype=np.float32).copy()
    key, scale, strength = es.KeyExtractor()(loud)
    bpm = es.RhythmExtractor2013(method="multifeature")(loud)[0]
    onset_rate = es.OnsetRate()(loud)[1]
    sound = librosa.resample(loud, orig_sr=44100, target_sr=22050)
    strengths = librosa.onset.onset_strength(y=sound, sr=22050)
    spectrum = np.abs(librosa.stft(sound)) ** 2
    pitches = librosa.fft_frequencies(sr=22050)
    bands = [spectrum[(pitches >= low) & (pitches < high)].sum() / spectrum.sum() for low, high in ((0, 250), (250, 2000), (2000, 20000))]
    seconds = len(sound) / 22050
    return {
        "essentiaKey": f"{FLATS.get(key, key)} {scale}",
        "essentiaTempo": float(bpm),
        "essentiaOnsets": float(onset_rate),
        "librosaKey": key_by_chroma(librosa.feature.chroma_cqt(y=sound, sr=22050, hop_length=4096).mean(axis=1)),
        "librosaTempo": float(np.atleast_1d(librosa.feature.tempo(onset_envelope=strengths, sr=22050))[0]),
        "librosaOnsets": len(librosa.onset.onset_detect(onset_envelope=strengths, sr=22050)) / seconds,
        "flux": float(strengths.mean()),
        "centroid": float(librosa.feature.spectral_centroid(y=sound, sr=22050).mean()),
        "low": float(bands[0]),
        "middle": float(bands[1]),
        "high": float(bands[2]),
    }


for path in sorted(pathlib.Path(sys.argv[1]).glob("*.opus")):
    told = path.with_suffix(".heard.json")
    if path.with_suffix(".json").exists() and not told.exists():
        told.write_text(json.dumps(hear(path)))
        print(path.stem, told.read_text(), flush=True)
