"""Times a function of the place of a question, over and over."""

import json
import time


def print_round(seconds, answer):
    """Prints as JSON how fast answers come, after a fifth of the time for warming up, which is not counted."""
    clock = time.perf_counter
    until = clock() + seconds / 5
    place = 0
    while clock() < until:
        answer(place)
        place += 1
    laps = []
    began = before = clock()
    while before - began < seconds:
        answer(len(laps))
        after = clock()
        laps.append(after - before)
        before = after
    laps.sort()
    figures = {
        "perSecond": len(laps) / (before - began),
        "p50Us": laps[len(laps) // 2] * 1e6,
        "p99Us": laps[len(laps) * 99 // 100] * 1e6,
    }
    print(json.dumps(figures))
