"""threshold-moved in numpy: the rows of every comparison and every rule are kept as masks; a move costs one new mask.

threshold_moved.py FOLDER answers COUNT   how many decisions flip, and the fingerprint of the list, a line each
threshold_moved.py FOLDER round SECONDS   how fast, as JSON
"""

import json
import pathlib
import sys

import numpy

from rounds import print_round

folder = pathlib.Path(sys.argv[1])
pack = json.loads((folder / "pack.json").read_text())
rules, moves = pack["rules"], pack["moves"]
numbers = numpy.fromfile(folder / "numbers").reshape(len(pack["facts"]), -1)
columns = dict(zip(pack["facts"], numbers))
compare = {
    "lessThan": numpy.less,
    "lessThanInclusive": numpy.less_equal,
    "greaterThan": numpy.greater,
    "greaterThanInclusive": numpy.greater_equal,
}


def rows_of(leaf, value):
    return compare[leaf["operator"]](columns[leaf["fact"]], value)


def leaves_of(condition):
    if "fact" in condition:
        return [condition]
    return [leaf for part in condition.get("all", condition.get("any")) for leaf in leaves_of(part)]


def combined(condition, masks):
    """The rows in which a condition holds. masks: those of its leaves, in their order, as an iterator."""
    if "fact" in condition:
        return next(masks)
    joined = numpy.logical_and if "all" in condition else numpy.logical_or
    first, *others = (combined(part, masks) for part in condition.get("all", condition.get("any")))
    for rows in others:
        first = joined(first, rows)
    return first


leaves = [leaves_of(rule) for rule in rules]
leaf_rows = [[rows_of(leaf, leaf["value"]) for leaf in of] for of in leaves]
held = [combined(rule, iter(of)) for rule, of in zip(rules, leaf_rows)]
undecided = [numpy.ones(numbers.shape[1], dtype=bool)]
for rows in held:
    undecided.append(undecided[-1] & ~rows)


def flips(place):
    """A decision flips where the moved rule comes out differently and no rule before it holds."""
    move = moves[place % len(moves)]
    rule, leaf = move["rule"], move["leaf"]
    masks = list(leaf_rows[rule])
    masks[leaf] = rows_of(leaves[rule][leaf], move["value"])
    return numpy.flatnonzero((combined(rules[rule], iter(masks)) ^ held[rule]) & undecided[rule])


def fingerprint(rows):
    hashed = 0x811C9DC5
    for row in rows.tolist():
        hashed = ((hashed ^ row) * 0x01000193) & 0xFFFFFFFF
    return hashed


if sys.argv[2] == "answers":
    for place in range(int(sys.argv[3])):
        flipped = flips(place)
        print(len(flipped), fingerprint(flipped))
else:
    print_round(float(sys.argv[3]), flips)
