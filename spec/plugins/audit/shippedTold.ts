import type { Told } from '../../../engine/exchange.ts';
import { toldOf } from '../contract/sink.ts';
import { shippedDecisions } from '../decisions.ts';

/** Some of the shipped day, and how its commands ended. */
export const shippedTold: readonly Told[] = toldOf((await shippedDecisions()).slice(0, 400));
