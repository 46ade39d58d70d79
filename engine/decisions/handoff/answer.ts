import { textSchema } from '../../packs/packSchema.ts';

/** What the customer gets when a handoff is wanted but cannot go ahead. */
export type Answer =
  | { readonly offer: 'callback' | 'message' }
  | { readonly transfer: { readonly queue: string } }
  | { readonly say: string };

/** JSON Schema of an answer: exactly one of its forms. */
export const answerDefinition = {
  type: 'object',
  description:
    'One of: offer a callback or a message, transfer to another queue, or say something and stay with the bot.',
  properties: {
    offer: { enum: ['callback', 'message'] },
    transfer: {
      type: 'object',
      properties: { queue: textSchema },
      required: ['queue'],
      additionalProperties: false,
    },
    say: textSchema,
  },
  additionalProperties: false,
  minProperties: 1,
  maxProperties: 1,
};

/** The answer in plain words: `offers a callback`. */
export function answerInWords(answer: Answer): string {
  if ('offer' in answer) return `offers a ${answer.offer}`;
  if ('transfer' in answer) return `transfers to ${answer.transfer.queue} instead`;
  return `says “${answer.say}” and stays with the bot`;
}
