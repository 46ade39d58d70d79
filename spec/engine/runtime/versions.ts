import type { Actor } from '../../../engine/ports.ts';
import { commandKinds } from '../../../engine/ports.ts';
import type { Command } from '../../../engine/decisions/record.ts';
import { loadPolicy, type ReadPolicy } from '../../../engine/decisions/loadPolicy.ts';
import type { PolicyFolder } from '../../../engine/runtime/oversight.ts';
import { versionOf, type PolicyVersion } from '../../../engine/runtime/policyVersions.ts';
import { header } from '../policyText.ts';

/** A policy that gives every conversation a skill, and tells somebody of it once an entry. */
export function mapping(skill: string, rule = 'everyone'): string {
  return `${header('SkillMapping')}mappings:
  - name: ${rule}
    when: { fact: mediaType, operator: equal, value: voice }
    assign: { skill: ${skill} }
    notify: { supervisor: lead@example.com }
`;
}

/** A policy as its file has it, errors and all. */
export function readFrom(name: string, text: string): ReadPolicy {
  const sources = [{ file: `rules/${name}/pack.yaml`, bytes: new TextEncoder().encode(text) }];
  return { ...loadPolicy(name, sources), sources };
}

export function version(name: string, text: string): PolicyVersion {
  return versionOf(readFrom(name, text));
}

/** A policy's folder that is edited by a spec. */
export class EditedFolder implements PolicyFolder {
  readonly name: string;
  readAt = '0';
  /** How often it was read again. */
  reads = 0;
  #edits = 0;
  #read: () => ReadPolicy;

  constructor(name: string, text: string) {
    this.name = name;
    this.#read = () => readFrom(name, text);
  }

  /** The version that a start would find. */
  get version(): PolicyVersion {
    return versionOf(this.#read());
  }

  edit(text: string): void {
    this.put(() => readFrom(this.name, text));
  }

  put(read: () => ReadPolicy): void {
    this.#edits++;
    this.#read = read;
  }

  /** A start reads it as it is now. */
  started(): void {
    this.readAt = String(this.#edits);
  }

  stamp(): Promise<string> {
    return Promise.resolve(String(this.#edits));
  }

  read(): Promise<ReadPolicy> {
    this.reads++;
    return Promise.resolve().then(this.#read);
  }
}

/** Does everything, and remembers it. */
export class Hand implements Actor {
  readonly does = commandKinds;
  readonly done: Command[] = [];

  act(commands: readonly Command[]): Promise<{ readonly status: 'done' }> {
    this.done.push(...commands);
    return Promise.resolve({ status: 'done' });
  }

  /** What was done about a conversation, in short. */
  of(conversation: string): readonly string[] {
    return this.done
      .filter((one) => one.conversation === conversation)
      .map((one) => ('do' in one ? one.do : one.set === 'skills' ? one.skills.join() : one.set));
  }
}
