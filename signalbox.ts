#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// Compiled code is kept beside the packages, where nobody else writes: a start takes half as long. Where that cannot be, it
// takes as long as the first.
enableCompileCache(join(import.meta.dirname, 'node_modules', '.cache', 'signalbox'));
await import('./commands/program.ts');
