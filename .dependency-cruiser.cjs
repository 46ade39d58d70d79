/** The direction of imports (DESIGN: plugins → engine ← harness; only signalbox.ts and composition/ see plugins). */
const engineRoom = (name, mayImport) => ({
  name: `engine/${name} imports only what lies under it`,
  severity: 'error',
  from: { path: `^engine/${name}/` },
  to: { path: '^engine/[^/]+/', pathNot: `^engine/(${[name, ...mayImport].join('|')})/` },
});

module.exports = {
  forbidden: [
    { name: 'no cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'the engine stands alone',
      severity: 'error',
      from: { path: '^engine/' },
      to: {
        path: '^(plugins|harness|composition|rules|fixtures|spec|bench|generate|commands)/|^signalbox\\.ts$',
      },
    },
    {
      name: 'plugins see only the engine',
      severity: 'error',
      from: { path: '^plugins/' },
      to: { path: '^(harness|composition|rules|fixtures|spec|bench|generate|commands)/|^signalbox\\.ts$' },
    },
    {
      name: 'a plugin knows no other',
      severity: 'error',
      from: { path: '^plugins/([^/]+)/' },
      to: { path: '^plugins/', pathNot: '^plugins/$1/' },
    },
    {
      name: 'the harness sees only the engine, and the contract of a platform',
      severity: 'error',
      from: { path: '^harness/' },
      to: {
        path: '^(plugins|composition|spec|bench|generate|commands)/|^signalbox\\.ts$',
        pathNot: '^plugins/genesys/contract/',
      },
    },
    {
      name: 'the composition sees plugins and the engine; files and recordings are given to it',
      severity: 'error',
      from: { path: '^composition/' },
      to: { path: '^(harness|rules|fixtures|spec|bench|generate|commands)/|^signalbox\\.ts$' },
    },
    {
      name: 'only the composition knows the container',
      severity: 'error',
      from: { pathNot: '^composition/container\\.ts$' },
      to: { path: 'node_modules/(tsyringe|reflect-metadata)/' },
    },
    engineRoom('door', ['facts', 'conversation']),
    engineRoom('facts', []),
    engineRoom('conditions', ['facts']),
    engineRoom('packs', ['facts', 'conditions']),
    engineRoom('conversation', ['facts']),
    engineRoom('stages', []),
    engineRoom('decisions', ['facts', 'conditions', 'packs', 'conversation', 'stages']),
    engineRoom('plugins', ['facts', 'conditions', 'packs']),
    engineRoom('runtime', ['facts', 'conditions', 'packs', 'conversation', 'decisions', 'plugins', 'stages']),
    {
      name: 'the core does no input or output',
      severity: 'error',
      from: { path: '^engine/', pathNot: '^engine/(packs/folder|version)\\.ts$' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|path)$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.json'] },
  },
};
