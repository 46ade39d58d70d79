import { standIn } from 'signalbox/contract';
import { Acme } from './acme.ts';

const acme = new Acme();
const { url } = await standIn((asked) => {
  const answer = acme.answer(asked);
  console.log(`${acme.notices.size} notices`);
  return answer;
}, 4700);
console.log(`A chat listens on ${url}; Ctrl-C ends it.`);
