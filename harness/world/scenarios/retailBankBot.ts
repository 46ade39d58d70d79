import type { BotModel } from '../botModel.ts';

/** The bank's message bot as it was: it understands most turns, and hands off without looking at the mood. */
export const retailBankBot: BotModel = {
  betweenTurns: { kind: 'logNormal', mu: 2.9, sigma: 0.5 },
  understands: 0.68,
  mistakes: 0.1,
  startingSentiment: { mean: 0.58, spread: 0.12 },
  temperaments: [
    {
      share: 55,
      changeUnderstood: 0.02,
      changeNotUnderstood: -0.09,
      losesPatienceBelow: 0.3,
      asksForPerson: 0.35,
      leaves: 0.08,
      prefersPerson: 0.03,
    },
    {
      share: 33,
      changeUnderstood: -0.06,
      changeNotUnderstood: -0.19,
      losesPatienceBelow: 0.35,
      asksForPerson: 0.4,
      leaves: 0.05,
      prefersPerson: 0.06,
    },
    {
      share: 12,
      changeUnderstood: -0.04,
      changeNotUnderstood: -0.14,
      losesPatienceBelow: 0.4,
      asksForPerson: 0.6,
      leaves: 0.05,
      prefersPerson: 0.5,
    },
  ],
  personIntent: 'agent_request',
  personUtterances: {
    'en-US': [
      'Let me talk to a person.',
      'I want a human, please.',
      'Agent.',
      'Can I speak to somebody real?',
      'Put me through to your staff.',
    ],
    'es-US': ['Quiero hablar con una persona.', 'Páseme con un agente.', 'Necesito hablar con alguien.'],
  },
  followUps: {
    calm: {
      'en-US': ['Yes, that is what I mean.', 'It was last week.', 'Okay, and then?', 'The one ending in 12.'],
      'es-US': ['Sí, eso es.', 'Fue la semana pasada.', 'De acuerdo, ¿y luego?'],
    },
    annoyed: {
      'en-US': ['No, that is not it.', 'I already told you that.', 'You are not answering my question.'],
      'es-US': ['No, no es eso.', 'Eso ya lo dije.', 'No responde a mi pregunta.'],
    },
    angry: {
      'en-US': [
        'This is useless!',
        'I have been at this for ten minutes, it is ridiculous.',
        'Do you understand anything at all?',
        'I am going to close my account.',
      ],
      'es-US': ['¡Esto no sirve para nada!', 'Es ridículo, llevo diez minutos.', 'Voy a cerrar mi cuenta.'],
    },
  },
  handoff: { personConfidence: 0.85, noMatchesInARow: 3, maximumTurns: 9 },
  otherwiseQueue: 'General',
};
