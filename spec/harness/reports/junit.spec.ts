import { expect } from 'chai';
import fc from 'fast-check';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { junitXml, writeJunit, type TestSuite } from '../../../harness/reports/junit.ts';
import { withFolder } from '../../folder.ts';

const suite: TestSuite = {
  name: 'cases',
  outcomes: [
    { name: 'passes' },
    { name: 'fails', file: 'a.yaml', line: 3, failure: { message: '1 < 2', details: ['“x” & y', 'z'] } },
  ],
};

describe('a JUnit report', () => {
  it('says what passed and what failed, where, and why', () => {
    expect(junitXml([suite])).to.equal(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="signalbox" tests="2" failures="1" errors="0" skipped="0">
  <testsuite name="cases" tests="2" failures="1" errors="0" skipped="0">
    <testcase classname="cases" name="passes"/>
    <testcase classname="cases" name="fails" file="a.yaml" line="3">
      <failure message="1 &lt; 2">1 &lt; 2
“x” &amp; y
z</failure>
    </testcase>
  </testsuite>
</testsuites>
`);
  });

  it('is XML whatever is told: nothing but its own tags, and no character XML has no place for', () => {
    const text = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(text, text, text, (name, message, detail) => {
        const outcome = { name, failure: { message, details: [detail] } };
        const xml = junitXml([{ name, outcomes: [outcome] }]);
        expect(xml.match(/</g)!.length).to.equal(9);
        expect(xml.replace(/&(amp|lt|gt|quot);/g, '')).to.not.contain('&');
        expect(xml).to.match(/^[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]*$/u);
      }),
    );
  });

  it('never replaces what is read', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'report.xml');
      await writeFile(file, 'read');
      const refused = await writeJunit(file, [suite], [file]).catch((error: Error) => error);
      expect((refused as Error).message).to.contain('[same-file]');
      await writeJunit(file, [suite], []);
      expect(await readFile(file, 'utf8')).to.equal(junitXml([suite]));
    }));
});
