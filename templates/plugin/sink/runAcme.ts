import { standIn } from 'signalbox/contract';
import { Acme } from './acme.ts';

const acme = new Acme();
const { url } = await standIn((asked) => {
  const answer = acme.answer(asked);
  console.log(`${acme.notes.size} notes`);
  return answer;
}, 4700);
console.log(`A CRM listens on ${url}; Ctrl-C ends it.`);
