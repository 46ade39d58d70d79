import { withinDeadline } from '../deadline.ts';
import type { Clock } from '../ports.ts';
import { problemError, ProblemError, type Problem } from '../problem.ts';
import type { PluginInstance } from './plugin.ts';

/** A plugin that has been made. */
export interface MadePlugin {
  readonly name: string;
  readonly instance: PluginInstance;
}

/** How long starting and stopping may take, each plugin for itself. */
export interface LifecycleSettings {
  readonly startSeconds: number;
  readonly stopSeconds: number;
}

/** Plugins that start and stop in order: rules at `PluginInstance`. */
export class Lifecycle {
  readonly #clock: Clock;
  readonly #settings: LifecycleSettings;
  readonly #problem: (problem: Problem) => void;
  readonly #begun: MadePlugin[] = [];

  /** @param problem told of every plugin that does not stop as it should. */
  constructor(clock: Clock, settings: LifecycleSettings, problem: (problem: Problem) => void) {
    this.#clock = clock;
    this.#settings = settings;
    this.#problem = problem;
  }

  /**
   * Starts plugins one after the other; when one fails, those that have begun are stopped.
   * @throws ProblemError that names the plugin.
   */
  async start(plugins: readonly MadePlugin[], signal?: AbortSignal): Promise<void> {
    for (const one of plugins) {
      this.#begun.push(one);
      try {
        signal?.throwIfAborted();
        await this.#within(one, 'start', this.#settings.startSeconds, signal);
      } catch (error) {
        await this.stop();
        throw new ProblemError(
          pluginFailure('plugin-not-started', `plugin "${one.name}" did not start`, error),
        );
      }
    }
  }

  /** Stops what has begun to start, last first. Never rejects. */
  async stop(): Promise<void> {
    for (let one = this.#begun.pop(); one !== undefined; one = this.#begun.pop()) {
      try {
        await this.#within(one, 'stop', this.#settings.stopSeconds);
      } catch (error) {
        pluginFailure('plugin-not-stopped', `plugin "${one.name}" did not stop as it should`, error).forEach(
          this.#problem,
        );
      }
    }
  }

  #within(
    { instance }: MadePlugin,
    hook: 'start' | 'stop',
    seconds: number,
    ended?: AbortSignal,
  ): Promise<void> {
    const late = (): Error =>
      problemError('plugin-too-slow', `it takes longer than ${seconds} s`, {
        hint: `see what it waits for, or raise runtime.${hook}Seconds`,
      });
    return withinDeadline(
      this.#clock,
      seconds * 1000,
      async (signal) => instance[hook]?.(signal),
      late,
      ended,
    );
  }
}

/** What a plugin threw, told with what it was about. @returns at least one problem. */
export function pluginFailure(
  code: string,
  what: string,
  error: unknown,
  severity: Problem['severity'] = 'error',
): readonly Problem[] {
  if (error instanceof ProblemError)
    return error.problems.map((problem) => ({
      ...problem,
      severity,
      message: `${what}: ${problem.message}`,
    }));
  const why = error instanceof Error ? error.message : String(error);
  return [{ code, severity, message: `${what}: ${why}` }];
}
