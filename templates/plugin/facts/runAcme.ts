import { standIn } from 'signalbox/contract';
import { Acme } from './acme.ts';

const acme = new Acme();
for (let number = 1; number <= 1500; number++)
  acme.customers.set(`c-${String(number).padStart(4, '0')}`, {
    customerClass: number % 2 === 0 ? 'gold' : 'standard',
  });
const { url } = await standIn((asked) => {
  console.log(asked.path);
  return acme.answer(asked);
}, 4700);
console.log(`A CRM listens on ${url}; Ctrl-C ends it.`);
