import { hearParent, type KillAt } from './parentProcess.ts';

const fromStart = process.env['SIGNALBOX_SPEC_KILL_AT'];
let killAt = fromStart === undefined ? undefined : (JSON.parse(fromStart) as KillAt);
let times = 0;

/** Hears from the process that has started this one at which point to die. */
export function hearKills(): void {
  hearParent((message) => {
    if (!('killAt' in message)) return;
    killAt = message.killAt ?? undefined;
    times = 0;
  });
}

/** The process has come to a point: if it is to die there, it does so at once, and does nothing more. */
export function reach(point: string): void {
  if (point !== killAt?.point || ++times < killAt.time) return;
  process.kill(process.pid, 'SIGKILL');
}
