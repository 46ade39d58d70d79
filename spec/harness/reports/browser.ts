import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

const names = ['chromium', 'chromium-browser', 'google-chrome'];

/** Where Chromium is on this machine; undefined where it is not. */
export function findBrowser(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find((file) => existsSync(file));
}

/** The page has nobody to ask, and looks nothing up. */
const options = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--host-resolver-rules=MAP * ~NOTFOUND',
  '--remote-debugging-pipe',
];

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/** What a page is shown as. */
export interface Screen {
  readonly width: number;
  readonly dark?: boolean;
  readonly print?: boolean;
}

/** A Chromium that opens one page at a time; spoken to by the DevTools protocol over pipes. */
export class Browser {
  readonly #process: ChildProcess;
  readonly #folder: string;
  readonly #waiting = new Map<number, { done: (result: unknown) => void; failed: (error: Error) => void }>();
  readonly #loaded = new Set<() => void>();
  #session: string | undefined;
  #messages = 0;
  /** What the page asked for from anywhere, its own file left out, and what it complained of; since it was opened. */
  requests: string[] = [];
  complaints: string[] = [];

  private constructor(process: ChildProcess, folder: string) {
    this.#process = process;
    this.#folder = folder;
    let text = '';
    (process.stdio[4] as Readable).setEncoding('utf8').on('data', (piece: string) => {
      const parts = (text + piece).split('\0');
      text = parts.pop()!;
      for (const part of parts) this.#take(JSON.parse(part) as Message);
    });
  }

  static async start(file: string): Promise<Browser> {
    const folder = await mkdtemp(join(tmpdir(), 'signalbox-browser-'));
    const child = spawn(file, [...options, `--user-data-dir=${folder}`], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    });
    const browser = new Browser(child, folder);
    const { targetId } = (await browser.#send('Target.createTarget', { url: 'about:blank' })) as {
      targetId: string;
    };
    const attached = await browser.#send('Target.attachToTarget', { targetId, flatten: true });
    browser.#session = (attached as { sessionId: string }).sessionId;
    for (const domain of ['Page', 'Network', 'Log', 'Runtime']) await browser.#send(`${domain}.enable`);
    return browser;
  }

  /** Opens a file. */
  async open(path: string): Promise<void> {
    this.requests = [];
    this.complaints = [];
    const loaded = new Promise<void>((done) => this.#loaded.add(done));
    await this.#send('Page.navigate', { url: `file://${path}` });
    await loaded;
  }

  async show({ width, dark = false, print = false }: Screen): Promise<void> {
    const size = { width, height: 900, deviceScaleFactor: 1, mobile: width < 500 };
    await this.#send('Emulation.setDeviceMetricsOverride', size);
    await this.#send('Emulation.setEmulatedMedia', {
      media: print ? 'print' : 'screen',
      features: [{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }],
    });
  }

  /** What an expression comes to on the page, as JSON carries it. */
  async ask<Answer>(expression: string): Promise<Answer> {
    const answer = await this.#send('Runtime.evaluate', { expression, returnByValue: true });
    const { result, exceptionDetails } = answer as {
      result: { value: Answer };
      exceptionDetails?: { exception?: { description?: string } };
    };
    if (exceptionDetails !== undefined)
      throw new Error(exceptionDetails.exception?.description ?? 'the expression threw');
    return result.value;
  }

  async stop(): Promise<void> {
    const ended = new Promise((done) => this.#process.once('exit', done));
    this.#process.kill();
    await ended;
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }

  #send(method: string, params: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
    const id = ++this.#messages;
    const session = this.#session === undefined ? {} : { sessionId: this.#session };
    (this.#process.stdio[3] as Writable).write(`${JSON.stringify({ id, method, params, ...session })}\0`);
    return new Promise((done, failed) => this.#waiting.set(id, { done, failed }));
  }

  #take({ id, method, params = {}, result, error }: Message): void {
    if (id !== undefined) {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error === undefined) waiting?.done(result);
      else waiting?.failed(new Error(error.message));
      return;
    }
    if (method === 'Page.loadEventFired') {
      for (const done of this.#loaded) done();
      this.#loaded.clear();
    }
    if (method === 'Network.requestWillBeSent') {
      const { url } = params['request'] as { url: string };
      if (!url.startsWith('file:') && !url.startsWith('data:')) this.requests.push(url);
      else if (params['type'] !== 'Document' && !url.startsWith('data:')) this.requests.push(url);
    }
    const isComplaint = ['Log.entryAdded', 'Runtime.exceptionThrown', 'Runtime.consoleAPICalled'];
    if (isComplaint.includes(method ?? '')) this.complaints.push(JSON.stringify(params));
  }
}
