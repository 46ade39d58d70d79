import { expect } from 'chai';
import fc from 'fast-check';
import { dirname, join } from 'node:path';
import { packageNameProblem, unscoped } from '../../commands/packageName.ts';

const isRight = (name: string): boolean => packageNameProblem(name, ['console']) === undefined;

describe('the name of a new package', () => {
  it('is one that npm takes', () => {
    for (const name of ['crm-acme', 'x', '7', 'crm.acme_2', '@acme/crm', '@a/b-c', `a${'b'.repeat(99)}`])
      expect(isRight(name), name).to.equal(true);
  });

  it('is neither odd, nor too long, nor that of something else', () => {
    const wrong = [
      ...[
        '',
        ' ',
        'Crm',
        'crm acme',
        ' crm',
        'crm\n',
        '.crm',
        '_crm',
        '-crm',
        'crm!',
        'crm~',
        'ćrm',
        'crm\0',
      ],
      ...[
        '..',
        '.',
        '../crm',
        '/crm',
        'a/b',
        'a/../../b',
        '@/crm',
        '@acme',
        '@acme/',
        '@acme/../crm',
        '@a/b/c',
      ],
      ...['@../crm', 'c:\\crm', 'a\\b', '%2e%2e', 'https://a', 'a'.repeat(101)],
      ...['console', 'fs', 'node:fs', 'fs/promises', 'node_modules', 'favicon.ico'],
    ];
    for (const name of wrong) expect(isRight(name), JSON.stringify(name)).to.equal(false);
  });

  it('leads to a folder right below where one is', () => {
    const part = fc.string({
      unit: fc.constantFrom('a', '7', '-', '.', '_', '/', '@', '\\', 'A'),
      maxLength: 6,
    });
    const name = fc.oneof(
      part,
      fc.tuple(part, part).map(([scope, rest]) => `@${scope}/${rest}`),
    );
    let right = 0;
    fc.assert(
      fc.property(name, (one) => {
        if (!isRight(one)) return;
        right++;
        expect(dirname(join('/work', unscoped(one)))).to.equal('/work');
      }),
    );
    expect(right).to.be.above(10);
  });
});
