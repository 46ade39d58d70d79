import type { Plugin } from '../../engine/plugins/plugin.ts';
import { tokens } from '../../engine/ports.ts';
import { GenesysActor } from './acting/actor.ts';
import { diagnoseGenesys } from './diagnosis.ts';
import { Door } from './door.ts';
import { followedBy } from './listening/followed.ts';
import { addFigures } from './figures.ts';
import { carriedFacts, GenesysEvents } from './listening/eventSource.ts';
import { GenesysFacts } from './reading/factProvider.ts';
import { GenesysHistory } from './reading/history.ts';
import type { NameKind } from './reading/names.ts';
import { genesysSchema, type GenesysConfiguration } from './schema.ts';
import validator from './schema.validator.js';
import { addressOf, Session } from './session.ts';
import { settingsOf } from './settings.ts';

/** Genesys Cloud: tells what happens there, looks facts up, and does what was decided. */
const genesys: Plugin<GenesysConfiguration> = {
  name: 'genesys',
  configSchema: genesysSchema,
  validator,
  provides: [tokens.eventSource, tokens.factProvider, tokens.actor, tokens.door, tokens.history],
  needs: [
    ...[tokens.clock, tokens.random, tokens.problem, tokens.metrics, tokens.policy, tokens.network],
    tokens.requestBudgets,
  ],
  create({ name, configuration, place, get }) {
    const given = settingsOf(configuration);
    const settings = { ...given, listening: followedBy(given.listening, get(tokens.policy)) };
    const { reading, listening } = settings;
    const door = new Door(configuration.pseudonymKey, listening.rememberSeconds);
    const [clock, tell] = [get(tokens.clock), get(tokens.problem)];
    const session = new Session({
      ...{ configuration, settings, place, clock },
      random: get(tokens.random),
      policy: get(tokens.policy),
      network: get(tokens.network),
      requestBudgets: get(tokens.requestBudgets),
      problem: (problem, about) => tell(door.outProblem(problem, about)),
    });
    addFigures(get(tokens.metrics), name, () => session.clients);
    const { followSentiment } = listening;
    const hasBots = configuration.botFlows !== undefined;
    const { listen = 'notifications' } = configuration;
    const carries = carriedFacts(reading, { followSentiment, hasBots, listen });
    const facts = new GenesysFacts({
      ...{ door, clock, freshSeconds: reading.freshSeconds, lookUp: reading.lookUp },
      knowsHours: Object.keys(reading.openingHours).length > 0,
      reading: () => session.looking,
    });
    return {
      parts: {
        [tokens.eventSource]: new GenesysEvents(carries, () => session.listening, door),
        [tokens.factProvider]: facts,
        [tokens.actor]: new GenesysActor(
          () => session.acting,
          door,
          settings.acting.fromAddress !== undefined,
        ),
        [tokens.door]: {
          conversation: (id: string) => door.pseudonymOf(id),
          named: (kind: NameKind, id: string) => session.looking.names.name(kind, id),
        },
        [tokens.history]: new GenesysHistory({
          reading: () => session.browsing,
          ...{ clock, door },
          ...(configuration.queues === undefined ? {} : { queues: configuration.queues }),
        }),
      },
      start: (signal) => session.start(signal),
      checkPolicy: (policy, signal) => session.check(policy, signal),
      diagnose: (signal) =>
        diagnoseGenesys(
          {
            ...{ configuration, settings, clock, place, address: addressOf(configuration, place) },
            random: get(tokens.random),
            policy: get(tokens.policy),
            network: get(tokens.network),
          },
          signal,
        ),
      stop: () => session.stop(),
    };
  },
};

export default genesys;
