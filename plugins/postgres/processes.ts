import { kill } from 'node:process';

/** Whether a process of this machine lives, anybody's. */
export function livesHere(process: number): boolean {
  try {
    kill(process, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
