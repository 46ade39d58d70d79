import { standIn } from 'signalbox/contract';
import { aCall, Acme } from './acme.ts';

const acme = new Acme();
const begins = Date.now() - 10 * 60_000;
for (let number = 1; number <= 5; number++)
  acme.calls.push(...aCall(`call-${number}`, begins + number * 60_000));
const { url } = await standIn((asked) => {
  console.log(asked.path);
  return acme.answer(asked);
}, 4700);
console.log(`A telephone system listens on ${url}; Ctrl-C ends it.`);
