import { expect } from 'chai';
import fc from 'fast-check';
import { isAddress } from '../../../plugins/email/address.ts';
import { digestsOf } from '../../../plugins/email/digest.ts';
import { mailOf } from '../../../plugins/email/mail.ts';
import { mimeOf } from '../../../plugins/email/mime.ts';
import { alert, decidedAt } from './alerts.ts';
import { headersOf, textOf } from './mailServer.ts';

const from = 'signalbox@example.com';

describe('an e-mail address', () => {
  for (const text of [
    'lead@example.com',
    "o'brien+refunds@mail.example.co.uk",
    'a@localhost',
    'a@xn--bcher-kva.example',
  ])
    it(`is ${text}`, () => expect(isAddress(text)).to.equal(true));

  for (const text of [
    ...['', 'lead', '@example.com', 'lead@', 'a@b@c', 'a b@example.com', 'lead@example.com ', 'lead@-a.com'],
    ...[
      'a@example.com\r\nBcc: b@example.com',
      'a@example.com\n',
      'a@example.com>',
      '<a@example.com>',
      '"a b"@example.com',
    ],
    ...[
      'a@example.com,b@example.com',
      'Lead <a@example.com>',
      'a..b@example.com',
      '.a@example.com',
      'ä@example.com',
    ],
    ...['a@bücher.example', 'a@[127.0.0.1]', `${'a'.repeat(65)}@example.com`, `a@${'b.'.repeat(130)}com`],
  ])
    it(`is not ${JSON.stringify(text).slice(0, 50)}`, () => expect(isAddress(text)).to.equal(false));
});

describe('a digest', () => {
  it('is one for each supervisor, and one before it of what may have been told already', () => {
    const commands = [
      alert('1', 'b@example.com'),
      alert('2', 'a@example.com'),
      alert('3', 'b@example.com', { isRepeated: true }),
      alert('4', 'b@example.com', { at: decidedAt - 1 }),
    ];
    const digests = digestsOf(commands);
    const told = digests.map(({ supervisor, isRepeated, alerts }) => [
      supervisor,
      isRepeated,
      ...alerts.map(({ id }) => id),
    ]);
    expect(told).to.deep.equal([
      ['b@example.com', true, '3'],
      ['b@example.com', false, '4', '1'],
      ['a@example.com', false, '2'],
    ]);
  });

  it('tells every alert once, at its place, whatever there is', () => {
    const commands = fc.array(
      fc.tuple(
        fc.constantFrom('a@x.org', 'b@x.org', 'c@x.org'),
        fc.boolean(),
        fc.integer({ min: 0, max: 3 }),
      ),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(commands, (all) => {
        const batch = all.map(([to, isRepeated, second], index) =>
          alert(String(index), to, { isRepeated, at: decidedAt + second }),
        );
        const digests = digestsOf(batch);
        expect(new Set(digests.map((one) => `${one.supervisor} ${one.isRepeated}`)).size).to.equal(
          digests.length,
        );
        const places = digests.flatMap(({ alerts }) => alerts.map(({ id, place }) => [id, String(place)]));
        for (const [id, place] of places) expect(id).to.equal(place);
        expect(places.map(([id]) => Number(id)).sort((a, b) => a - b)).to.deep.equal([...batch.keys()]);
      }),
    );
  });
});

describe('a digest’s mail', () => {
  const mailFor = (...commands: ReturnType<typeof alert>[]) => mailOf(digestsOf(commands)[0]!, from);

  it('says which rule, which conversation, when and which alert, in plain text', async () => {
    const raw = (
      await mimeOf(
        mailFor(
          alert('id-1', 'lead@example.com', { conversation: 'c-7' }),
          alert('id-2', 'lead@example.com', { about: 'Rückfrage', at: decidedAt + 61_000 }),
          alert('id-3', 'lead@example.com', { conversation: 'c-9', at: decidedAt + 62_000 }),
        ),
      )
    ).toString();
    const headers = headersOf(raw);
    expect(headers.get('from')).to.equal(from);
    expect(headers.get('to')).to.equal('lead@example.com');
    expect(headers.get('date')).to.equal('Mon, 02 Mar 2026 09:01:02 +0000');
    expect(headers.get('content-type')).to.match(/^text\/plain; charset=utf-8/);
    expect(headers.get('auto-submitted')).to.equal('auto-generated');
    expect(textOf(raw).replaceAll('\r\n', '\n').trimEnd()).to.equal(`3 alerts, by rule. Times are UTC.

refunds
  2026-03-02 09:00:00  conversation c-7  alert id-1
  2026-03-02 09:01:02  conversation c-9  alert id-3

Rückfrage
  2026-03-02 09:01:01  conversation c-id-2  alert id-2`);
  });

  it('has a subject of one line: the rule and the conversation, or how many of each rule; no longer than 120 characters', () => {
    expect(mailFor(alert('1')).subject).to.equal('Signalbox: refunds: conversation c-1');
    const several = [alert('1'), alert('2'), alert('3', 'lead@example.com', { about: 'escalation' })];
    expect(mailFor(...several).subject).to.equal('Signalbox: 3 alerts: refunds (2), escalation (1)');
    const long = mailFor(alert('1', 'lead@example.com', { about: '🙂'.repeat(300) })).subject;
    expect([...long]).to.have.length(120);
  });

  it('has a Message-ID made of its alerts, whatever their order, and of whom it is for: the same after a crash', () => {
    const [one, two] = [alert('1'), alert('2')];
    const { messageId } = mailFor(one, two);
    expect(messageId).to.match(/^<[0-9a-f]{32}@example\.com>$/);
    const again = (command: typeof one) => ({ ...command, isRepeated: true });
    expect(mailFor(again(two), again(one)).messageId).to.equal(messageId);
    expect(mailFor(again(one), again(two)).text).to.contain('may have been sent before');
    expect(mailFor(one).messageId).not.to.equal(messageId);
    expect(mailFor(alert('1', 'b@example.com'), alert('2', 'b@example.com')).messageId).not.to.equal(
      messageId,
    );
  });

  it('lets no text of a rule or a conversation make a header, whatever it is', async () => {
    const expected = headersOf((await mimeOf(mailFor(alert('1')))).toString());
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc
        .array(
          fc.constantFrom(
            '\r\n',
            '\n',
            '\r',
            'Bcc: b@example.com',
            ':',
            ' ',
            '\t',
            '\0',
            '\u2028',
            '=?utf-8?q?',
            'x'.repeat(90),
            '\ud800',
          ),
          { maxLength: 8 },
        )
        .map((parts) => parts.join('')),
    );
    await fc.assert(
      fc.asyncProperty(text, text, text, async (about, conversation, id) => {
        const raw = (
          await mimeOf(mailFor(alert(id, 'lead@example.com', { about, conversation })))
        ).toString();
        expect([...headersOf(raw).keys()]).to.deep.equal([...expected.keys()]);
        expect(headersOf(raw).get('to')).to.equal('lead@example.com');
      }),
      { numRuns: 300 },
    );
  });
});
