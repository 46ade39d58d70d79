import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** README, every page under docs/ and every plugin's own, by path from the root. */
export const pages: readonly string[] = [
  'README.md',
  ...pagesIn('docs'),
  ...pagesIn('docs/decisions'),
  ...readdirSync(join(root, 'plugins')).flatMap((plugin) => pagesIn(join('plugins', plugin))),
];

/** A fenced block of a page. */
export interface Block {
  readonly language: string;
  readonly text: string;
  /** The example file it shows, from the root, when the line above it links to one: `From [x.yaml](examples/…):`. */
  readonly shows?: string;
}

export function readPage(page: string): string {
  return readFileSync(join(root, page), 'utf8');
}

/** The fenced blocks of a page, in order. */
export function blocksOf(page: string): Block[] {
  const fenced = /(?:^From \[[^\]]+\]\(([^)]+)\):\n\n)?^```(\w*)\n(.*?)^```$/gms;
  return [...readPage(page).matchAll(fenced)].map(([, link, language, text]) => ({
    language: language!,
    text: text!,
    ...(link === undefined ? {} : { shows: join(dirname(page), link) }),
  }));
}

/** The rows of the first table below a heading, header and rule left out, as cells. */
export function tableBelow(page: string, heading: string): string[][] {
  const [, below] = readPage(page).split(`\n${heading}\n`);
  const lines = below!.split('\n');
  const start = lines.findIndex((line) => line.startsWith('|'));
  const length = lines.slice(start).findIndex((line) => !line.startsWith('|'));
  return lines.slice(start + 2, start + length).map(cells);
}

/** The text of a cell without its backticks. */
export function plain(cell: string): string {
  return cell.replaceAll('`', '');
}

function cells(line: string): string[] {
  const inner = line.slice(1, line.lastIndexOf('|'));
  return inner.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'));
}

function pagesIn(folder: string): string[] {
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => join(folder, name));
}
