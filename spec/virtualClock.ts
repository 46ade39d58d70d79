export { settled, VirtualClock } from '../harness/lockStep/virtualClock.ts';
