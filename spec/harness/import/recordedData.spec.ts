import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { join } from 'node:path';
import { expect } from 'chai';
import type { RoutingEvent } from '../../../engine/conversation/events.ts';
import { importCallLog, type ImportReport } from '../../../harness/import/importCallLog.ts';
import type { RecordingSummary } from '../../../harness/recording/course.ts';
import { RecordingReader } from '../../../harness/recording/read.ts';
import { importText, shippedMap } from './importing.ts';
import { withFolder } from '../../folder.ts';
import { needsRecordedData, recordedData } from '../../recordedData.ts';

interface Recorded {
  readonly report: ImportReport;
  readonly events: readonly RoutingEvent[];
  readonly summary: RecordingSummary;
  readonly text: string;
}

function record(file: string, map: string): Promise<Recorded> {
  return withFolder(async (folder) => {
    const out = join(folder, 'recording.gz');
    const report = await importCallLog({
      file,
      map: shippedMap(map),
      out,
      key: 'key',
      temporaryFolder: folder,
    });
    const reader = new RecordingReader(out);
    const events: RoutingEvent[] = [];
    for await (const event of reader.events()) events.push(event);
    return { report, events, summary: reader.summary(), text: gunzipSync(readFileSync(out)).toString() };
  });
}

/** A call that waited and was answered. */
interface Waited {
  readonly queued: number;
  readonly answered: number;
  readonly headStart: number;
}

describe('the anonymous bank’s February 1999', () => {
  const path = 'anonymous-bank-1999/february.txt.gz';
  let bank: Recorded;
  before(async function () {
    this.timeout(60_000);
    bank = await record(needsRecordedData(this, path), 'anonymous-bank-1999');
  });

  it('imports every call but the phantoms', () => {
    expect(bank.report).to.deep.include({
      rows: 33_344,
      imported: 33_066,
      conversations: 33_066,
      excluded: { phantom: 278 },
    });
    expect(bank.summary).to.deep.include({
      repeated: 0,
      excluded: { phantom: 278 },
      events: bank.report.events,
    });
    expect(bank.summary.header.facts).to.deep.equal(['queue', 'mediaType', 'priority', 'agentStatus']);
  });

  it('keeps the calls whose agent is not known', () => {
    const answers = bank.events.filter((event) => event.type === 'conversation.answered');
    expect(answers).to.have.length(27_162);
    expect(answers.filter(({ agent }) => agent === null)).to.have.length(491);
    expect(new Set(answers.map(({ agent }) => agent)).size).to.equal(25);
    expect(bank.events.filter(({ type }) => type === 'conversation.abandoned')).to.have.length(5_904);
    expect(bank.events.filter(({ type }) => type === 'conversation.queued')).to.have.length(27_162 + 3_932);
  });

  it('holds no first name', () => {
    const lines = gunzipSync(readFileSync(recordedData(path)))
      .toString()
      .trimEnd()
      .split('\r\n');
    const names = new Set(lines.slice(1).map((line) => line.split('\t')[16]!));
    expect(names.size).to.equal(25);
    for (const name of names) expect(bank.text.toUpperCase()).not.to.include(name);
  });

  it('says who was served first, as the bank’s rule does', () => {
    const byQueue = new Map<string, Waited[]>();
    const waiting = new Map<string, { queue: string; queued: number; headStart: number }>();
    for (const event of bank.events) {
      if (event.type === 'conversation.queued') {
        const headStart = event.facts?.['priority'] === 'high' ? 90_000 : 0;
        waiting.set(event.conversation, { queue: event.queue, queued: event.at, headStart });
      } else if (event.type === 'conversation.answered') {
        const { queue, queued, headStart } = waiting.get(event.conversation)!;
        if (event.at > queued)
          byQueue.set(queue, [...(byQueue.get(queue) ?? []), { queued, answered: event.at, headStart }]);
      }
    }
    let [pairs, firstCome, headStarts] = [0, 0, 0];
    for (const calls of byQueue.values()) {
      calls.sort((a, b) => a.queued - b.queued);
      for (const [index, a] of calls.entries()) {
        for (const b of calls.slice(index + 1)) {
          if (b.queued >= a.answered) break;
          if (a.queued === b.queued || a.answered === b.answered) continue;
          pairs++;
          const aFirst = a.answered < b.answered;
          if (aFirst) firstCome++;
          if (aFirst === a.queued - a.headStart <= b.queued - b.headStart) headStarts++;
        }
      }
    }
    expect(pairs).to.equal(9_816);
    expect((firstCome / pairs).toFixed(4)).to.equal('0.8181');
    expect((headStarts / pairs).toFixed(4)).to.equal('0.9190');
  });

  it('leaves no agent in two states at once', () => {
    const status = new Map<string, string>();
    for (const event of bank.events) {
      if (event.type === 'agent.updated') {
        expect(event.status).not.to.equal(status.get(event.agent));
        status.set(event.agent, event.status!);
      } else if (event.type === 'conversation.answered' && event.agent !== null) {
        expect(status.get(event.agent)).to.be.oneOf(['IDLE', 'INTERACTING']);
      }
    }
    expect([...status.values()]).to.deep.equal(Array.from({ length: 24 }, () => 'OFF_QUEUE'));
  });
});

describe('BANKING77', () => {
  it('becomes one question a minute', async function () {
    const { report, events, summary } = await record(
      needsRecordedData(this, 'banking77/train.csv'),
      'banking77',
    );
    expect(report).to.deep.include({
      rows: 10_003,
      imported: 10_003,
      conversations: 10_003,
      events: 30_009,
      excluded: {},
    });
    expect(summary.header.facts).to.deep.equal(['queue', 'mediaType', 'intent', 'utterance']);
    expect(events[0]).to.deep.include({
      at: Date.parse('2026-01-05T08:00:00Z'),
      mediaType: 'message',
      facts: { utterance: 'I am still waiting on my card?', intent: 'card_arrival' },
    });
    const intents = events.flatMap((event) =>
      event.type === 'conversation.started' ? [event.facts!['intent']] : [],
    );
    expect(new Set(intents).size).to.equal(77);
  });
});

describe('MultiDoGO', () => {
  it('is read through its quoted line breaks', async function () {
    const file = needsRecordedData(this, 'multidogo/turn/fastfood/train.tsv.gz');
    const { report, events } = await importText(
      gunzipSync(readFileSync(file)),
      `apiVersion: signalbox/v1
kind: ImportMap
name: multidogo
source: MultiDoGO, Peskov et al. 2019, CDLA-Permissive-1.0
format: { type: tsv }
clock: { rows: { start: '2026-01-05T08:00:00Z', everySeconds: 1 } }
conversation:
  id: { columns: [conversationId, turnNumber] }
  mediaType: chat
  facts: { utterance: { column: utterance }, intent: { column: intent } }
moments: { started: {} }
`,
    );
    expect(report.excluded).to.deep.equal({});
    const broken = events.filter(({ facts }) =>
      String((facts as Record<string, unknown>)['utterance']).includes('\n'),
    );
    expect(broken).to.have.length(215);
    expect(report).to.include({ rows: 14_059, conversations: 14_059 });
  });
});
