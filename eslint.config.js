import js from '@eslint/js';
import ts from 'typescript-eslint';

/** The pure core, and plugins as well, act on what they are given: time, chance and settings come in from the shell. */
const impure = {
  'no-restricted-properties': [
    'error',
    { object: 'Math', property: 'random', message: 'Randomness is seeded and comes in from outside.' },
    { object: 'Date', property: 'now', message: 'Time comes in from outside.' },
    { object: 'performance', property: 'now', message: 'Time comes in from outside.' },
    { object: 'process', property: 'env', message: 'The core reads no environment.' },
  ],
  'no-restricted-syntax': [
    'error',
    {
      selector: "NewExpression[callee.name='Date'][arguments.length=0]",
      message: 'Time comes in from outside.',
    },
    {
      selector: 'CallExpression[callee.property.name=/^toLocale/]',
      message: 'Decisions do not depend on a locale.',
    },
    {
      selector: "CallExpression[callee.property.name='localeCompare']",
      message: 'Order by code unit, not by locale.',
    },
  ],
};

/** AJV compiles schemas from text, which a process may forbid: only the generator does it, ahead of time. */
const compiledAhead = {
  '@typescript-eslint/no-restricted-imports': [
    'error',
    {
      patterns: [
        {
          group: ['ajv', 'ajv/**'],
          allowTypeImports: true,
          message: 'Import the generated validator of the schema instead (generate/validators.ts).',
        },
      ],
    },
  ],
};

export default ts.config(
  {
    ignores: [
      'node_modules/',
      'coverage/',
      '**/*.validator.js',
      '**/*.validator.d.ts',
      '**/contract/paths.d.ts',
      '**/contract/notifications.d.ts',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [ts.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      eqeqeq: 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
    },
  },
  {
    files: ['engine/**/*.ts', 'plugins/**/*.ts', 'templates/**/plugin.ts', 'harness/world/**/*.ts'],
    rules: impure,
  },
  {
    files: ['engine/**/*.ts', 'plugins/**/*.ts', 'harness/**/*.ts', 'commands/**/*.ts', 'signalbox.ts'],
    rules: compiledAhead,
  },
  {
    files: ['spec/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unused-expressions': 'off',
      '@typescript-eslint/no-floating-promises': 'error',
    },
  },
  {
    // Node's own runner waits for its tests itself.
    files: ['templates/**/*.spec.ts'],
    rules: {
      '@typescript-eslint/no-floating-promises': [
        'error',
        { allowForKnownSafeCalls: [{ from: 'package', package: 'node:test', name: ['describe', 'it'] }] },
      ],
    },
  },
);
