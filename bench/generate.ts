import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { expressionOf, type Dialect } from './contenders/expression.ts';
import type { RecordedId, RuleWork, WorkId } from './works/work.ts';
import { workNamed } from './works/works.ts';

type RuleId = Exclude<WorkId, RecordedId>;

/** JavaScript, with every fact in a variable of its own. */
const javascript: Dialect = {
  and: '&&',
  or: '||',
  equal: '===',
  not: (expression) => `!(${expression})`,
  number: String,
  containsText: (text, keyword) => `${text}.includes(${keyword})`,
  containsWord: (text, keyword) => `/\\b${JSON.parse(keyword)}\\b/.test(${text})`,
};
const note = '// Written by bench/generate.ts from the works; `node bench/generate.ts` writes it anew.\n';

/** The files under contenders/generated: works written out as a programmer would, by path from this folder. */
export async function generatedFiles(): Promise<ReadonlyMap<string, string>> {
  const files = {
    plainIfs: [types(), plainIfs('W1'), plainIfs('W1b'), plainIfs('W2'), plainIfs('W3')],
    predicates: [types(), predicates('W1'), predicates('W2'), predicates('W3')],
  };
  const style = (await resolveConfig(fileURLToPath(import.meta.url))) ?? {};
  const formatted = Object.entries(files).map(async ([name, parts]): Promise<[string, string]> => {
    const text = await format(note + parts.join('\n'), { ...style, parser: 'typescript' });
    return [`contenders/generated/${name}.ts`, text];
  });
  return new Map(await Promise.all(formatted));
}

function rulesOf(id: RuleId): RuleWork {
  return workNamed(id) as RuleWork;
}

function types(): string {
  const kinds = { Utterance: 'W1', Thresholds: 'W2', Cells: 'W3' } as const;
  return Object.entries(kinds)
    .map(([name, id]) => {
      const fields = Object.entries(rulesOf(id).factTypes).map(
        ([fact, type]) => `readonly ${fact}: ${type === 'text' ? 'string' : type};`,
      );
      return `interface ${name} { ${fields.join(' ')} }\n`;
    })
    .join('');
}

function typeOf(id: RuleId): string {
  return id.startsWith('W1') ? 'Utterance' : id === 'W2' ? 'Thresholds' : 'Cells';
}

function plainIfs(id: RuleId): string {
  const { rules, factTypes, wanted, title } = rulesOf(id);
  const every = wanted === 'every';
  const ifs = rules.map(
    ({ when }, place) =>
      `if (${expressionOf(when, javascript)}) ${every ? `holding.push(${place})` : `return ${place}`};`,
  );
  return `/** ${id}: ${title}. */
export function ${id}({ ${Object.keys(factTypes).join(', ')} }: ${typeOf(id)}): ${every ? 'number[]' : 'number'} {
  ${every ? 'const holding: number[] = [];' : ''}
  ${ifs.join('\n')}
  return ${every ? 'holding' : '-1'};
}
`;
}

function predicates(id: RuleId): string {
  const each = rulesOf(id).rules.map(({ when }) => {
    const expression = expressionOf(when, javascript);
    const facts = Object.keys(rulesOf(id).factTypes).filter((fact) =>
      new RegExp(`\\b${fact}\\b`).test(expression.replace(/"[^"]*"/g, '')),
    );
    return `({ ${facts.join(', ')} }) => ${expression},`;
  });
  return `/** ${id}, a function for each rule. */
export const ${id}: readonly ((facts: ${typeOf(id)}) => boolean)[] = [${each.join('\n')}];
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [path, text] of await generatedFiles()) writeFileSync(new URL(path, import.meta.url), text);
}
