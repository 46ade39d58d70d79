import { availableParallelism, cpus, totalmem } from 'node:os';

/** Where and when a run was made; figures of two machines do not compare, ratios may. */
export function machineLines(): readonly string[] {
  const memory = Math.round(totalmem() / 2 ** 30);
  return [
    `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    `${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${availableParallelism()} cores, ${memory} GB, ${process.platform} ${process.arch}`,
    `Node ${process.versions.node}, V8 ${process.versions.v8}`,
  ];
}
