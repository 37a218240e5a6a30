"""haar.py LEAST FOOTAGE.json: OpenCV's own search for faces and nothing else.
LEAST: smallest face, pixels. Scale factor 1.3, 5 neighbours, one thread, moodbox's cascade. Speaks as child.mjs does."""

import json
import resource
import sys
import time

import cv2
import numpy

least, path = int(sys.argv[1]), sys.argv[2]
footage = json.load(open(path))
width, height = footage["width"], footage["height"]
frames = numpy.fromfile(footage["gray"]["file"], numpy.uint8).reshape(-1, height, width)
cv2.setNumThreads(1)
cascade = cv2.CascadeClassifier(footage["cascade"])
page = resource.getpagesize()


def say(said):
    print(json.dumps(said), flush=True)


def seen():
    found, cpu, wall = [], time.process_time(), time.perf_counter()
    for frame in frames:
        found.append(len(cascade.detectMultiScale(frame, 1.3, 5, minSize=(least, least))))
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    rss = int(open("/proc/self/statm").read().split()[1]) * page - frames.nbytes
    return {"cpu_ms": cpu * 1000, "wall_ms": wall * 1000, "found": found, "rss_mb": rss / 2**20}


say({"about": f"OpenCV {cv2.__version__} in Python {sys.version.split()[0]}"})
for _line in sys.stdin:
    say(seen())
