import type { PointFlows } from '../../../replay/flows.ts';

/** Room for a label of one line, and for each line more, so that none touches the next. */
const slot = 19;
const line = 14;
/** What is drawn of the smallest. */
const thinnest = 1;
/** Height of all bars of a side together, at least and at most. */
const heights = { least: 130, most: 360, perEnd: 32 };

/** One name at one side. */
export interface FlowEnd {
  readonly name: string | null;
  readonly count: number;
  /** Its label, line by line. */
  readonly label: readonly string[];
  /** Its bar, from the top. */
  readonly top: number;
  readonly height: number;
}

/** One flow between two bars. */
export interface Ribbon {
  /** Places of its ends among those of their sides. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** Where it begins and ends, and how broad it is. */
  readonly fromTop: number;
  readonly toTop: number;
  readonly breadth: number;
}

export interface FlowLayout {
  readonly left: readonly FlowEnd[];
  readonly right: readonly FlowEnd[];
  readonly ribbons: readonly Ribbon[];
  readonly height: number;
}

/** What an end is called: at the left or the right, by its name, or how many others it stands for. */
export type LabelOf = (end: 'from' | 'to', name: string | null, count: number) => readonly string[];

/** Where everything goes: largest first, others last, and the right side so that ribbons cross little. */
export function flowLayout({ flows }: PointFlows, labelOf: LabelOf): FlowLayout {
  const left = sums(flows.map(({ from: name, count }) => ({ name, count })));
  const right = byNearness(sums(flows.map(({ to: name, count }) => ({ name, count }))), left, flows);
  const total = left.reduce((sum, { count }) => sum + count, 0);
  const wanted = Math.max(left.length, right.length) * heights.perEnd;
  const unit = Math.min(heights.most, Math.max(heights.least, wanted)) / Math.max(1, total);
  const breadth = (count: number): number => Math.max(thinnest, count * unit);
  const leftEnds = placed(left, breadth, (name, count) => labelOf('from', name, count));
  const rightEnds = placed(right, breadth, (name, count) => labelOf('to', name, count));
  const height = Math.max(bottomOf(leftEnds), bottomOf(rightEnds));
  const sides = { left: centred(leftEnds, height), right: centred(rightEnds, height) };
  return { ...sides, ribbons: ribbonsOf(flows, sides.left, sides.right, unit), height };
}

interface Sum {
  readonly name: string | null;
  readonly count: number;
}

function sums(all: readonly Sum[]): readonly Sum[] {
  const counts = new Map<string | null, number>();
  for (const { name, count } of all) counts.set(name, (counts.get(name) ?? 0) + count);
  return [...counts]
    .map(([name, count]) => ({ name, count }))
    .sort((a, b) => Number(a.name === null) - Number(b.name === null) || b.count - a.count);
}

/** Each end beside those its decisions come from, on the whole. */
function byNearness(ends: readonly Sum[], left: readonly Sum[], flows: PointFlows['flows']): readonly Sum[] {
  const place = new Map(left.map(({ name }, index) => [name, index]));
  const weight = new Map<string | null, number>();
  for (const { from, to, count } of flows) weight.set(to, (weight.get(to) ?? 0) + place.get(from)! * count);
  const mean = ({ name, count }: Sum): number => weight.get(name)! / count;
  return ends.toSorted(
    (a, b) => Number(a.name === null) - Number(b.name === null) || mean(a) - mean(b) || b.count - a.count,
  );
}

/** One below the other, each in the middle of the room its label needs. */
function placed(
  ends: readonly Sum[],
  breadth: (count: number) => number,
  labelOf: (name: string | null, count: number) => readonly string[],
): readonly FlowEnd[] {
  let top = 0;
  return ends.map(({ name, count }) => {
    const label = labelOf(name, count);
    const height = breadth(count);
    const room = roomOf(height, label);
    const end = { name, count, label, top: top + (room - height) / 2, height };
    top += room;
    return end;
  });
}

function roomOf(height: number, label: readonly string[]): number {
  return Math.max(height + 4, slot + (label.length - 1) * line);
}

function bottomOf(ends: readonly FlowEnd[]): number {
  const last = ends.at(-1);
  return last === undefined ? 0 : last.top + (last.height + roomOf(last.height, last.label)) / 2;
}

function centred(ends: readonly FlowEnd[], height: number): readonly FlowEnd[] {
  const down = (height - bottomOf(ends)) / 2;
  return ends.map((end) => ({ ...end, top: end.top + down }));
}

/** Those of one bar one below the other, in the order of what they lead to, so that they do not cross there. */
function ribbonsOf(
  flows: PointFlows['flows'],
  left: readonly FlowEnd[],
  right: readonly FlowEnd[],
  unit: number,
): readonly Ribbon[] {
  const placeOf = (ends: readonly FlowEnd[]): Map<string | null, number> =>
    new Map(ends.map(({ name }, index) => [name, index]));
  const [leftPlaces, rightPlaces] = [placeOf(left), placeOf(right)];
  const taken = { left: left.map(({ top }) => top), right: right.map(({ top }) => top) };
  return flows
    .map(({ from, to, count }) => ({ from: leftPlaces.get(from)!, to: rightPlaces.get(to)!, count }))
    .sort((a, b) => a.from - b.from || a.to - b.to)
    .map(({ from, to, count }) => {
      const ribbon = {
        from,
        to,
        count,
        fromTop: taken.left[from]!,
        toTop: taken.right[to]!,
        breadth: count * unit,
      };
      taken.left[from]! += ribbon.breadth;
      taken.right[to]! += ribbon.breadth;
      return ribbon;
    });
}
