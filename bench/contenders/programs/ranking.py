"""W4 in numpy: whole basis points, one vector operation a step; the same answers as everybody's.

ranking.py DATA answers COUNT   the places of the best, one a line
ranking.py DATA round SECONDS   how fast, as JSON
"""

import sys

import numpy

from rounds import print_round

data = numpy.fromfile(sys.argv[1], dtype=numpy.int32)
agents, skills, languages, interactions, *weights, minimum = (int(value) for value in data[:8])
lengths = [skills * agents, languages * agents, agents, agents, interactions, interactions]
columns = numpy.split(data[8:], numpy.cumsum(lengths)[:-1])
proficiency = columns[0].reshape(skills, agents)
language_match = columns[1].reshape(languages, agents)
csat, idle = columns[2], columns[3]
skill, language = columns[4].tolist(), columns[5].tolist()
by_proficiency, by_language, by_csat = (numpy.int32(weight) for weight in weights)


def best(interaction):
    total = (
        by_proficiency * proficiency[skill[interaction]]
        + by_language * language_match[language[interaction]]
        + by_csat * csat
    )
    most = total.max()
    if most < minimum:
        return -1
    equals = numpy.flatnonzero(total == most)
    return int(equals[idle[equals].argmax()])


if sys.argv[2] == "answers":
    for place in range(int(sys.argv[3])):
        print(best(place % interactions))
else:
    print_round(float(sys.argv[3]), lambda place: best(place % interactions))
