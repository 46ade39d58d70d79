import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { pages, plain, readPage, root, tableBelow } from './page.ts';

const run = promisify(execFile);

/** What a page does, in order: a console block, or an edit that its text asks of the reader, told in a comment. */
const steps = /^```console\n(.*?)^```$|^<!-- edit (\S+): (.*?) => (.*?) -->$/gms;

describe('commands shown in the documentation', () => {
  let shop: string;
  before(() => {
    shop = mkdtempSync(join(tmpdir(), 'signalbox-docs-'));
    for (const folder of ['rules', 'fixtures', 'docs/examples']) {
      cpSync(join(root, folder), join(shop, folder), { recursive: true });
    }
  });
  after(() => rmSync(shop, { recursive: true }));

  for (const page of pages) {
    const found = [...readPage(page).matchAll(steps)];
    if (found.length === 0) continue;
    it(`${page}: print what it says they print`, async function () {
      this.timeout(60_000);
      for (const [, console, file, from, to] of found) {
        if (console === undefined) edit(join(shop, file!), from!, to!);
        else for (const command of commandsOf(console)) await holds(command, shop);
      }
    });
  }

  it('README.md lists every command there is, and no other', async () => {
    const { stdout } = await signalbox(['--help'], root);
    const [, list] = stdout.split('\nCommands:\n');
    const known = [...list!.split('\n\n')[0]!.matchAll(/^ {2}([\w-]+)/gm)].map(([, name]) => name!);
    const listed = tableBelow('README.md', '## Commands').map(([cell]) => plain(cell!).split(' ')[1]!);
    expect(listed.sort()).to.deep.equal(known.filter((name) => name !== 'help').sort());
  });
});

interface Shown {
  readonly command: string;
  readonly output: string;
}

function commandsOf(block: string): Shown[] {
  return block
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const [command, ...output] = part.split('\n');
      return { command: command!, output: output.join('\n') };
    });
}

/** A line `…` stands for any lines, and `…` in a line for any text. */
async function holds({ command, output }: Shown, shop: string): Promise<void> {
  const words = command.split(/\s+/);
  if (words[0] === 'cp') return cpSync(join(shop, words[2]!), join(shop, words[3]!), { recursive: true });
  expect(words.slice(0, 2), `only npx signalbox and cp can be shown: ${command}`).to.deep.equal([
    'npx',
    'signalbox',
  ]);
  const { stdout, stderr } = await signalbox(words.slice(2), shop);
  const printed = `${stderr}${stdout}`;
  const pattern = output
    .trimEnd()
    .split('\n')
    .map((line) => (line.trim() === '…' ? '(?:.*\n)*?' : `${literal(line)}\n`))
    .join('');
  if (!new RegExp(`^${pattern}$`, 'u').test(printed)) expect(printed, command).to.equal(output);
}

function literal(line: string): string {
  return line.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replaceAll('…', '.*?');
}

function edit(file: string, from: string, to: string): void {
  const text = readFileSync(file, 'utf8');
  expect(text).to.contain(from);
  writeFileSync(file, text.replace(from, to));
}

async function signalbox(words: readonly string[], cwd: string): Promise<{ stdout: string; stderr: string }> {
  try {
    return await run(process.execPath, [join(root, 'signalbox.ts'), ...words], { cwd });
  } catch (error) {
    const { stdout, stderr, code } = error as { stdout: string; stderr: string; code: unknown };
    if (typeof code !== 'number') throw error;
    return { stdout, stderr };
  }
}
