import { expect } from 'chai';
import { checkNames } from '../../../../plugins/genesys/reading/checkNames.ts';
import { NameCatalogue, readNames } from '../../../../plugins/genesys/reading/names.ts';
import type { Policy } from '../../../../engine/packs/policy.ts';
import { rightPolicy } from '../../../engine/policyText.ts';
import { api, logins, session } from '../session.ts';
import { names } from '../told.ts';
import { useNetwork } from '../useNetwork.ts';

describe('the catalogue of names', () => {
  useNetwork();

  it('is read from every page of skills, languages and queues, and goes both ways', async () => {
    const { genesys, run } = session();
    logins();
    const list = (path: string, query: object, entities: object[], nextUri?: string) =>
      api()
        .get(`/api/v2/routing/${path}`)
        .query({ pageSize: 100, ...query })
        .reply(200, { entities, nextUri });
    list(
      'skills',
      {},
      [{ id: 's-1', name: 'Refunds', state: 'active' }],
      '/api/v2/routing/skills?pageNumber=2',
    );
    list('skills', { pageNumber: 2 }, [{ id: 's-2', name: 'Old', state: 'deleted' }]);
    list('languages', {}, [{ id: 'l-1', name: 'en-US' }]);
    list('queues', {}, [{ id: 'q-1', name: 'Billing' }]);
    const read = await run(readNames(genesys, { lane: 'bulk' }));
    expect([read.id('skill', 'Refunds'), read.name('skill', 's-1')]).to.deep.equal(['s-1', 'Refunds']);
    expect([read.id('skill', 'Old'), read.name('skill', 's-2')]).to.deep.equal([undefined, undefined]);
    expect([read.all('language'), read.all('queue')]).to.deep.equal([['en-US'], ['Billing']]);
  });

  it('prefers the active one of two with a name', () => {
    const two = (...states: string[]) =>
      new NameCatalogue({
        ...{ language: [], queue: [] },
        skill: states.map((state) => ({ id: state, name: 'Cards', state })),
      });
    expect(two('active', 'inactive').id('skill', 'Cards')).to.equal('active');
    expect(two('inactive', 'active').id('skill', 'Cards')).to.equal('active');
  });
});

describe('names in rule packs', () => {
  const problems = (policy: Policy): unknown[] =>
    checkNames(policy, names).map(({ code, severity, rule, hint }) => [code, severity, rule, hint]);

  it('that are not in the organisation are told, with what was meant', () => {
    const policy = rightPolicy(
      `apiVersion: signalbox/v1
kind: SkillMapping
name: mapping
appliesTo: { queues: [Biling] }
mappings:
  - { name: a, intents: [refund], assign: { skill: Refund, language: en-GB } }
  - { name: b, when: { fact: queue, operator: in, value: [Billing, Suport] }, assign: { skill: Cards } }
---
apiVersion: signalbox/v1
kind: Handoff
name: handoff
target: { queue: Supprt }
`,
    );
    expect(problems(policy)).to.deep.equal([
      ['genesys-unknown-queue', 'error', 'handoff', 'did you mean "Support"?'],
      ['genesys-unknown-queue', 'error', 'mapping', 'did you mean "Billing"?'],
      ['genesys-unknown-skill', 'error', 'mapping', 'did you mean "Refunds"?'],
      ['genesys-unknown-language', 'error', 'mapping', 'known here: en-US, de-DE'],
      ['genesys-unknown-queue', 'warning', 'mapping', 'did you mean "Support"?'],
    ]);
  });

  it('are told where they are written, in whichever file', () => {
    const policy = rightPolicy(
      `apiVersion: signalbox/v1
kind: SkillMapping
name: mapping
conditions:
  from-abroad: { fact: language, operator: in, value: [en-US, fr-FR] }
mappings:
  - name: a
    when: { condition: from-abroad }
    assign:
      skills:
        - Cards
        - Refund
`,
      `apiVersion: signalbox/v1\nkind: Handoff\nname: handoff\ntarget:\n  queue: Supprt\n`,
    );
    const places = checkNames(policy, names).map(
      ({ file, line, column, message }) => `${file}:${line}:${column} ${message}`,
    );
    expect(places).to.deep.equal([
      'pack2.yaml:5:3 the organisation has no queue "Supprt"',
      'pack1.yaml:12:11 the organisation has no skill "Refund"',
      'pack1.yaml:5:63 the organisation has no language "fr-FR"',
    ]);
  });

  it('that are there are no problem, and words in texts are no names', () => {
    const policy = rightPolicy(
      `apiVersion: signalbox/v1
kind: SkillMapping
name: mapping
appliesTo: { queues: [Billing] }
mappings:
  - { name: a, when: { fact: queue, operator: containsText, value: bill }, assign: { skills: [Cards, Refunds] } }
`,
    );
    expect(problems(policy)).to.deep.equal([]);
  });
});
