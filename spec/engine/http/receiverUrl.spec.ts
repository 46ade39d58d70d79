import { expect } from 'chai';
import { isLoopback } from '../../../engine/http/loopback.ts';
import { receiverUrl } from '../../../engine/http/receiverUrl.ts';
import type { ProblemError } from '../../../engine/problem.ts';

const where = { file: 'signalbox.yaml', line: 7, column: 3 };

describe('a receiver’s address', () => {
  for (const text of [
    ...[
      'https://crm.example.com',
      'https://crm.example.com:8443/a?b=c',
      'http://127.0.0.1:8080/a',
      'http://localhost',
    ],
    ...['http://[::1]:80/', 'http://127.9.9.9'],
  ])
    it(`may be ${text}`, () => expect(receiverUrl(text, where).href).to.contain(new URL(text).host));

  for (const text of [
    ...[
      '',
      'crm',
      'ftp://crm.example.com',
      'file:///etc/passwd',
      'http://crm.example.com',
      'http://127.0.0.1.example.com',
    ],
    ...[
      'http://localhost.example.com',
      'http://10.0.0.1',
      'https://a:canary@crm.example.com',
      'https://crm.example.com/#canary',
    ],
  ])
    it(`may not be ${text || 'nothing'}; the problem says where, and not what`, () => {
      const problems = ((): ProblemError['problems'] => {
        try {
          receiverUrl(text, where);
          return [];
        } catch (error) {
          return (error as ProblemError).problems;
        }
      })();
      expect(problems).to.have.length(1);
      expect(problems[0]).to.include({ code: 'bad-receiver-url', ...where });
      expect(JSON.stringify(problems)).not.to.contain('canary');
    });
});

describe('this machine', () => {
  for (const host of ['localhost', 'LOCALHOST', '127.0.0.1', '127.255.0.3', '::1', '[::1]'])
    it(`is ${host}`, () => expect(isLoopback(host)).to.equal(true));
  for (const host of [
    '',
    'localhost.example.com',
    '128.0.0.1',
    '127.0.0.1.example.com',
    '::2',
    '0.0.0.0',
    'example.com',
  ])
    it(`is not ${host || 'nothing'}`, () => expect(isLoopback(host)).to.equal(false));
});
