import type { Command } from 'commander';
import type { FairnessOf, FairnessOver } from '../composition/service/simulation.ts';
import type { WebSettings } from '../composition/service/webService.ts';
import { requirePolicy } from '../engine/decisions/loadPolicy.ts';
import { serviceDefaults, shortestToken } from '../engine/plugins/serviceSchema.ts';
import { problemError, type Problem } from '../engine/problem.ts';
import { claimOf } from '../harness/fairness/claim.ts';
import { RecordingReader } from '../harness/recording/read.ts';
import { recordedEvents } from '../harness/recording/recordedEvents.ts';
import { defaultSeed } from '../harness/replay/replay.ts';
import { auditedFairness, unjudgedFairness } from '../harness/simulation/auditedFairness.ts';
import { recordedAgents } from '../harness/simulation/recordedAgents.ts';
import { isLoopback } from '../composition/service/httpServer.ts';
import { command, type Common } from './command.ts';
import { print, report, untilStopped, written } from './terminal.ts';
import { portNumber } from './values.ts';

interface ServeFlags extends Common {
  readonly rules?: string;
  readonly config?: string;
  readonly claim?: string;
  readonly seed: string;
  readonly host: string;
  readonly port: number;
  readonly beyondLoopback?: true;
}

/** The source document's. */
const defaultPort = 8000;

/** `signalbox serve`. */
export function addServe(program: Command): void {
  command(
    program,
    'serve',
    'Serve POST /simulate/routing: who would get a conversation and why, and how a policy chooses over a time.',
    [
      'signalbox serve fixtures/retail-bank-day.ndjson.gz --rules rules/retail-bank',
      'signalbox serve --config signalbox.yaml                       agents as they are now, by its sources and policy',
      'signalbox serve day.ndjson.gz --config signalbox.yaml         and fairness over what was recorded',
    ],
  )
    .argument('[recording]', 'what fairness is judged over; without --config, agents are from it too')
    .option(
      '--rules <policy>',
      'the folder of the policy that decides; with --config, that of the configuration',
    )
    .option('--config <file>', 'a signalbox.yaml whose sources tell of agents as they are now')
    .option('--claim <name>', 'the Fairness pack to hold it to, where the policy has several')
    .option('--seed <text>', 'settles ties, the same way every time', defaultSeed)
    .option('--host <address>', 'where it is served', serviceDefaults.host)
    .option('--port <port>', 'the port; 0 for any that is free', portNumber, defaultPort)
    .option('--beyond-loopback', 'let --host be an address that other machines reach; a token is then needed')
    .action(async (recording: string | undefined, flags: ServeFlags) => {
      const { rules, config, seed, format } = flags;
      requireOne(recording, rules, config);
      const settings = settingsOf(flags);
      const problem = (one: Problem): void => report([one]);
      const serving = (url: string): void => {
        const text = `Serving simulations at ${url}/simulate/routing; what they are: ${url}/openapi.json`;
        print(format === 'json' ? JSON.stringify({ url }) : text);
      };
      const fairness = fairnessOf(recording, flags);
      // What is wrong with it is told now, and not to who asks first.
      if (recording !== undefined) await new RecordingReader(recording).header();
      const { serveLive, serveSimulations } = await import('../composition/serve.ts');
      if (config !== undefined) {
        const plain = { environment: process.env, output: written, recording: recordedEvents, problem };
        await untilStopped((signal) =>
          serveLive({ file: config, ...plain, settings, fairness, signal, serving }),
        );
        return;
      }
      const { policy, problems } = await requirePolicy(rules!);
      report(problems);
      const judged = fairness(policy);
      const agentsAt = (at: number) => recordedAgents(recording!, at);
      await untilStopped((signal) =>
        serveSimulations({ settings, policy, seed, agentsAt, fairness: judged, problem }, signal, serving),
      );
    });
}

function requireOne(recording?: string, rules?: string, config?: string): void {
  if (config !== undefined && rules !== undefined)
    throw problemError('two-policies', 'both --config and --rules are given', {
      hint: 'leave --rules out: the configuration names its policy',
    });
  if (config !== undefined || (recording !== undefined && rules !== undefined)) return;
  throw problemError('no-agents-source', 'it is not said whose agents there are, and by which policy', {
    hint: 'give a recording and --rules, or --config with a signalbox.yaml',
  });
}

/** @throws ProblemError where others could ask who have no token. */
function settingsOf({ host, port, beyondLoopback }: ServeFlags): WebSettings {
  const token = process.env['SIGNALBOX_TOKEN'] ?? '';
  const hint = `set SIGNALBOX_TOKEN to at least ${shortestToken} random characters`;
  if (token !== '' && token.length < shortestToken)
    throw problemError('weak-token', 'SIGNALBOX_TOKEN is too short', { hint });
  if (token === '' && !isLoopback(host))
    throw problemError('no-token', `at ${host} other machines could ask, and there is no token`, { hint });
  const tokens = token === '' ? [] : [token];
  return { host, port, beyondLoopback: beyondLoopback === true, tokens };
}

/** By the audit. What was worked out last is kept: who asks again asks mostly of the same time. */
function fairnessOf(recording: string | undefined, { seed, claim: name }: ServeFlags): FairnessOf {
  return (claiming) => {
    const claim = claimOf(claiming, { claim: name });
    if (recording === undefined) return () => Promise.resolve(unjudgedFairness(claim));
    let last: { readonly key: string; readonly metrics: ReturnType<FairnessOver> } | undefined;
    return (from, to, policy) => {
      const key = `${from} ${to} ${policy.hash}`;
      if (last?.key !== key) {
        const metrics = auditedFairness(recording, { from, to }, policy, claim, seed);
        last = { key, metrics };
        // What failed is tried again.
        metrics.catch(() => (last = undefined));
      }
      return last.metrics;
    };
  };
}
