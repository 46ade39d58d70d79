import { expect } from 'chai';
import { printable, renderProblem } from '../../engine/problem.ts';

describe('a problem on one line', () => {
  it('names place, severity, message, rule, hint and code', () => {
    const problem = {
      code: 'unknown-fact',
      severity: 'error' as const,
      message: 'unknown fact "x"',
      file: 'a.yaml',
    };
    expect(
      renderProblem({ ...problem, line: 3, column: 7, rule: 'p / r', hint: 'did you mean "y"?' }),
    ).to.equal('a.yaml:3:7: error: unknown fact "x" (in p / r) → did you mean "y"? [unknown-fact]');
    expect(renderProblem(problem)).to.equal('a.yaml: error: unknown fact "x" [unknown-fact]');
  });

  it('lets no control character or text direction reach a terminal', () => {
    expect(printable('a\u001b[31mb\nc\u202e')).to.equal('a\\u001b[31mb\\u000ac\\u202e');
    expect(printable('naïve “quotes” → 語')).to.equal('naïve “quotes” → 語');
  });
});
