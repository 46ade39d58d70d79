import type { BatchActor, Sink } from '../../ports.ts';
import type { Named, RuntimeParts } from '../parts.ts';

/**
 * Parts as several runtimes of one process share them. What is promised of one runtime (a sink hears one thing at a time, a
 * batch actor has so many batches at one time) holds for all of them together.
 */
export function sharedParts(parts: RuntimeParts): RuntimeParts {
  return {
    ...parts,
    sinks: parts.sinks.map((sink) => withPart(sink, inTurn(sink.part))),
    batchActors: parts.batchActors.map((actor) => withPart(actor, inTurns(actor.part))),
  };
}

function withPart<Part>({ name }: Named<Part>, part: Part): Named<Part> {
  return { name, part };
}

function inTurn(sink: Sink): Sink {
  const turn = turns(1);
  return { hear: (told, signal) => turn(() => sink.hear(told, signal), signal) };
}

function inTurns(actor: BatchActor): BatchActor {
  const turn = turns(actor.batch.atOnce ?? 1);
  const { does, batch, pausesSeconds } = actor;
  return {
    ...{ does, batch },
    ...(pausesSeconds === undefined ? {} : { pausesSeconds }),
    actTogether: (commands, signal) => turn(() => actor.actTogether(commands, signal), signal),
  };
}

/** @param most that are done at one time; the others wait, in order. */
function turns(most: number) {
  const waiting: (() => void)[] = [];
  let underWay = 0;
  return async <Result>(work: () => Promise<Result>, signal: AbortSignal): Promise<Result> => {
    if (underWay >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else underWay++;
    try {
      signal.throwIfAborted();
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) underWay--;
      else next();
    }
  };
}
