import type { IdleAgent } from './routing/policy.ts';
import type { Kernel } from './kernel.ts';
import type { AgentModel } from './scenario.ts';
import { scheduleShift } from './shift.ts';

/** One agent of the world. Takes one conversation at a time. */
interface Desk {
  readonly model: AgentModel;
  /** Whether the schedule wants the agent on queue now. */
  wanted: boolean;
  status: 'OFF_QUEUE' | 'IDLE' | 'INTERACTING';
  idleSince: number;
  conversationsHandled: number;
  csat: number | undefined;
  csatSurveys: number;
}

/** The agents: who is there, who is idle, and what is on record about them. */
export class Staff {
  readonly #kernel: Kernel;
  readonly #desks: ReadonlyMap<string, Desk>;
  readonly #idle = new Map<string, IdleAgent>();
  readonly #onFloorChange: () => void;
  #interacting = 0;

  /** @param onFloorChange told whenever an agent becomes idle. */
  constructor(kernel: Kernel, agents: readonly AgentModel[], days: number, onFloorChange: () => void) {
    this.#kernel = kernel;
    this.#onFloorChange = onFloorChange;
    this.#desks = new Map(agents.map((model) => [model.id, newDesk(model)]));
    for (const desk of this.#desks.values()) {
      scheduleShift(kernel, desk.model.shift, days, {
        logIn: () => this.#logIn(desk),
        leave: () => this.#leave(desk),
        comeBack: () => this.#comeBack(desk),
      });
    }
  }

  /** By id, the longest idle first. */
  get idle(): ReadonlyMap<string, IdleAgent> {
    return this.#idle;
  }

  /** Agents in a conversation, in the work after it, or rung for one. */
  get interacting(): number {
    return this.#interacting;
  }

  model(agent: string): AgentModel {
    return this.#desk(agent).model;
  }

  /** How many agents of a queue are on queue, busy or not, and how many of them are idle. */
  onQueue(queue: string): { readonly onQueue: number; readonly idle: number } {
    const members = [...this.#desks.values()].filter(({ model }) => model.queues.includes(queue));
    const onQueue = members.filter(({ status }) => status !== 'OFF_QUEUE').length;
    return { onQueue, idle: members.filter(({ status }) => status === 'IDLE').length };
  }

  /** Sends an agent off queue or back, against the schedule, until its next word. A conversation is finished first. */
  want(agent: string, onQueue: boolean): void {
    const desk = this.#desk(agent);
    if (onQueue) this.#comeBack(desk);
    else this.#leave(desk);
  }

  /** @throws Error when the agent is not idle: an agent takes one conversation at a time. */
  occupy(agent: string): void {
    const desk = this.#desk(agent);
    if (desk.status !== 'IDLE') throw new Error(`${agent} cannot take a conversation: ${desk.status}`);
    this.#interacting++;
    desk.conversationsHandled++;
    this.#become(desk, 'INTERACTING');
  }

  /** The agent has finished a conversation and the work after it. */
  release(agent: string): void {
    const desk = this.#desk(agent);
    this.#interacting--;
    this.#become(desk, desk.wanted ? 'IDLE' : 'OFF_QUEUE');
  }

  /** The agent was rung for nothing: the conversation is gone. */
  spare(agent: string): void {
    this.#desk(agent).conversationsHandled--;
    this.release(agent);
  }

  /** Puts an answered survey on the agent's record. */
  credit(agent: string, score: number): void {
    const desk = this.#desk(agent);
    const sum = (desk.csat ?? 0) * desk.csatSurveys + score;
    desk.csatSurveys++;
    desk.csat = Math.round((sum / desk.csatSurveys) * 100) / 100;
    const record = { csat: desk.csat, csatSurveys: desk.csatSurveys };
    const idle = this.#idle.get(agent);
    if (idle !== undefined) this.#idle.set(agent, { ...idle, ...record });
    this.#kernel.emit({ at: this.#kernel.now, type: 'agent.updated', agent, ...record });
  }

  #desk(agent: string): Desk {
    const desk = this.#desks.get(agent);
    if (desk === undefined) throw new Error(`there is no agent ${agent}`);
    return desk;
  }

  #logIn(desk: Desk): void {
    const { queues, skills, languages } = desk.model;
    const record = desk.csat === undefined ? {} : { csat: desk.csat, csatSurveys: desk.csatSurveys };
    desk.wanted = true;
    // Whoever worked through the night keeps the conversation and only has the profile read again.
    const status = desk.status === 'INTERACTING' ? 'INTERACTING' : 'IDLE';
    this.#become(desk, status, { queues, skills, languages, ...record });
  }

  #leave(desk: Desk): void {
    desk.wanted = false;
    if (desk.status === 'IDLE') this.#become(desk, 'OFF_QUEUE');
  }

  #comeBack(desk: Desk): void {
    desk.wanted = true;
    if (desk.status === 'OFF_QUEUE') this.#become(desk, 'IDLE');
  }

  #become(desk: Desk, status: Desk['status'], profile: object = {}): void {
    const agent = desk.model.id;
    desk.status = status;
    this.#idle.delete(agent);
    if (status === 'IDLE') {
      desk.idleSince = this.#kernel.now;
      this.#idle.set(agent, asIdle(desk));
      this.#onFloorChange();
    }
    this.#kernel.emit({ at: this.#kernel.now, type: 'agent.updated', agent, status, ...profile });
  }
}

function newDesk(model: AgentModel): Desk {
  const record = { csat: model.csat, csatSurveys: model.csatSurveys ?? 0 };
  return { model, wanted: false, status: 'OFF_QUEUE', idleSince: 0, conversationsHandled: 0, ...record };
}

function asIdle({ model, idleSince, conversationsHandled, csat, csatSurveys }: Desk): IdleAgent {
  const { id, queues, skills, languages } = model;
  const record = csat === undefined ? {} : { csat, csatSurveys };
  return { id, idleSince, queues, skills, languages, conversationsHandled, ...record };
}
