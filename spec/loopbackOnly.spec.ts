import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { withFolder } from './folder.ts';

const reaching = `
import { createServer } from 'node:http';
const outcome = (promise) => promise.then(() => 'contacted', (error) => String(error.cause?.code ?? error.code));
const { connect } = await import('node:net');
const socket = (...to) => new Promise((done, failed) => connect(...to).on('connect', done).on('error', failed));
const server = createServer((_, answer) => answer.end()).listen(0, '127.0.0.1');
await new Promise((done) => server.on('listening', done));
const { port } = server.address();
console.log(JSON.stringify([
  await outcome(fetch('http://127.0.0.1:' + port)),
  await outcome(fetch('http://192.0.2.1/')),
  await outcome(fetch('https://api.mypurecloud.com/')),
  await outcome(fetch('http://nowhere.invalid/')),
  await outcome(socket(25, '192.0.2.2')),
  await outcome(socket({ port: 25, host: '2001:db8::1' })),
]));
process.exit();
`;

describe('tests', () => {
  it('contact no address but the machine’s own, nor do the programs they start; an attempt is told', () =>
    withFolder(async (folder) => {
      const told = join(folder, 'contacted');
      const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', reaching], {
        encoding: 'utf8',
        env: { ...process.env, SIGNALBOX_CONTACTED: told },
      });
      expect(JSON.parse(stdout), stderr).to.deep.equal(['contacted', ...Array<string>(5).fill('ENOTFOUND')]);
      expect((await readFile(told, 'utf8')).trim().split('\n')).to.deep.equal([
        ...['192.0.2.1', 'api.mypurecloud.com', '192.0.2.2', '2001:db8::1'],
      ]);
    }));
});
