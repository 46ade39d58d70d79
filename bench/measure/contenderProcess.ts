import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Contender } from '../contenders/contender.ts';
import { contenders } from '../contenders/contenders.ts';
import type { Work } from '../works/work.ts';
import type { Reply, Request } from './protocol.ts';

const program = fileURLToPath(new URL('child.ts', import.meta.url));

/** A contender's process as the run sees it: asked one thing at a time. */
export class ContenderProcess {
  readonly contender: Contender;
  readonly #child: ChildProcess;

  constructor(contender: Contender, work: Work) {
    this.contender = contender;
    // What peers print is not ours to show.
    const stdio = ['ignore', 'ignore', 'ignore', 'ipc'] as const;
    const recording = work.kind === 'recorded' ? [JSON.stringify(work.recording)] : [];
    const place = String(contenders.indexOf(contender));
    this.#child = fork(program, [work.id, place, ...recording], { stdio: [...stdio] });
  }

  /** @throws Error with the contender's own words when it cannot. */
  async ask<Wanted extends Reply>(request: Request): Promise<Exclude<Wanted, { failed: string }>> {
    if (!this.#child.connected) throw new Error('its process ended');
    const settled = new AbortController();
    const { signal } = settled;
    const reply = once(this.#child, 'message', { signal }).then(([message]) => message as Reply);
    const ended = once(this.#child, 'exit', { signal }).then((): Reply => ({ failed: 'its process ended' }));
    this.#child.send(request);
    const first = await Promise.race([reply, ended]);
    settled.abort();
    await Promise.allSettled([reply, ended]);
    if ('failed' in first) throw new Error(first.failed);
    return first as Exclude<Wanted, { failed: string }>;
  }

  stop(): void {
    // Not killed: it clears up what it put into the temporary folder.
    if (this.#child.connected) this.#child.disconnect();
  }
}
