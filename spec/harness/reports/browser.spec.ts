import { expect } from 'chai';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { htmlPage } from '../../../harness/reports/html/page.ts';
import { withFolder } from '../../folder.ts';
import { Browser, findBrowser, type Screen } from './browser.ts';
import { everyBlock } from './everyBlock.ts';
import { everyReport } from './everyReport.ts';

const screens: Readonly<Record<string, Screen>> = {
  'on a desk': { width: 1280 },
  'in the dark': { width: 1280, dark: true },
  'on a tablet': { width: 768 },
  'on a phone': { width: 360 },
  // A4 less its margins, in units of the style sheet.
  'on paper': { width: 695, print: true },
};

/** What stands out of the page, or out of what it scrolls in. */
const overflowing = `(() => {
  const wide = document.documentElement.clientWidth;
  const found = [];
  for (const one of document.querySelectorAll('main *')) {
    if (one.closest('svg') !== null && one.tagName !== 'svg') continue;
    const around = one.closest('.scroll');
    const isScrolled = around !== null && around !== one && getComputedStyle(around).overflowX !== 'visible';
    const { left, right, width } = one.getBoundingClientRect();
    if (!isScrolled && width > 0 && (right > wide + 1 || left < -1)) found.push(one.outerHTML.slice(0, 200));
  }
  return found;
})()`;

/** Labels of drawings that touch another, or stand out of their drawing. */
const collisions = `(() => {
  const found = [];
  for (const drawing of document.querySelectorAll('svg[role=img]')) {
    const frame = drawing.getBoundingClientRect();
    const labels = [...drawing.querySelectorAll('text')].map((text) => [text.textContent, text.getBoundingClientRect()]);
    for (const [place, [name, box]] of labels.entries()) {
      if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1)
        found.push('out: ' + name);
      for (const [other, its] of labels.slice(place + 1))
        if (Math.min(box.right, its.right) - Math.max(box.left, its.left) > 1 && Math.min(box.bottom, its.bottom) - Math.max(box.top, its.top) > 2)
          found.push('touch: ' + name + ' / ' + other);
    }
  }
  return found;
})()`;

describe('a report in a browser', () => {
  let browser: Browser | undefined;
  before(async function () {
    const file = findBrowser();
    if (file === undefined) {
      process.stdout.write('    skipped: no Chromium here\n');
      return this.skip();
    }
    browser = await Browser.start(file);
  });
  after(() => browser?.stop());

  for (const [name, make] of Object.entries(everyReport)) {
    it(`shows ${name} without network, complaint, overflow or labels that touch`, () =>
      withFolder(async (folder) => {
        const file = join(folder, 'report.html');
        await writeFile(file, htmlPage(await make()));
        await browser!.open(file);
        for (const [where, screen] of Object.entries(screens)) {
          await browser!.show(screen);
          expect(await browser!.ask(overflowing), `stands out ${where}`).to.deep.equal([]);
          expect(await browser!.ask(collisions), `labels ${where}`).to.deep.equal([]);
        }
        expect(browser!.requests, 'requests').to.deep.equal([]);
        expect(browser!.complaints, 'complaints').to.deep.equal([]);
        // Nothing but what the page is made of: no name has become an element.
        expect(
          await browser!.ask(
            "document.querySelectorAll('img, iframe, script:not(:last-child), b b, i').length",
          ),
        ).to.equal(0);
      }));
  }

  it('lets the reader choose the other theme, and back', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'report.html');
      await writeFile(file, htmlPage(everyBlock));
      await browser!.open(file);
      await browser!.show({ width: 800 });
      const paper = 'getComputedStyle(document.body).backgroundColor';
      const press = "document.querySelector('.comfort button').click()";
      const light = await browser!.ask(paper);
      await browser!.ask(press);
      expect(await browser!.ask(paper)).to.not.equal(light);
      await browser!.ask(press);
      expect(await browser!.ask(paper)).to.equal(light);
    }));
});
