import { expect } from 'chai';
import { commentsIn } from '../../../engine/packs/yamlComments.ts';

describe('comments of a YAML text', () => {
  it('are told with their places, and whether they stand alone', () => {
    const text = '# first\na: 1   # beside\n---\n  # within\nb: [1, # flow\n  2]\n';
    expect(commentsIn(text)).to.deep.equal([
      { line: 1, column: 1, isAlone: true, text: '# first' },
      { line: 2, column: 8, isAlone: false, text: '# beside' },
      { line: 4, column: 3, isAlone: true, text: '# within' },
      { line: 5, column: 8, isAlone: false, text: '# flow' },
    ]);
  });

  it('are not what only looks like one', () => {
    expect(
      commentsIn('a: "# no"\nb: \'# no\'\nc: x#no\nd: |\n  # no\n  no\ne: >-\n  no\n  # no\n'),
    ).to.deep.equal([]);
  });
});
