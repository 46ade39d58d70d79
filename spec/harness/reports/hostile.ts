import fc from 'fast-check';

/** What nobody calls an agent, and somebody will: markup, ends of what stands around it, invisible and turning characters. */
export const hostileNames: readonly string[] = [
  '<script>alert(1)</script>',
  '"><img src=https://attacker.example/x.png onerror=alert(1)>',
  "'><svg/onload=alert(1)>",
  '</title></style></svg><iframe src=//attacker.example>',
  ']]><!-- --><b>',
  '&lt;b&gt;&#60;i&#62;',
  'javascript:alert(1)',
  '\u202egnirts desrever\u202c',
  '\u0000\u001b[2J\u0007',
  'ا'.repeat(40),
  '名'.repeat(60),
  '👩‍🚀'.repeat(20),
  'W'.repeat(400),
  'one two '.repeat(60),
  '\ud800 alone',
  '',
  ' ',
  'others',
  'line\nbreak\ttab',
  '__proto__',
  'constructor',
];

/** Names as they come, and as they should not. */
export const anyName: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...hostileNames),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ maxLength: 12 }),
  fc.nat(30).map((number) => `agent-${number}`),
);
