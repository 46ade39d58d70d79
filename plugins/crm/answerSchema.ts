/** What became of a record, in a CRM's words. */
export const recordStatuses = ['done', 'refused', 'retry'] as const;

/** What a CRM may answer of each record. */
export interface CrmAnswer {
  readonly results: readonly {
    readonly idempotency_key: string;
    readonly status: (typeof recordStatuses)[number];
    /** Why, for people. */
    readonly message?: string;
  }[];
}

/** JSON Schema 2020-12 of the answer; what else it holds does not matter. */
export const crmAnswerSchema = {
  type: 'object',
  properties: {
    results: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          idempotency_key: { type: 'string' },
          status: { enum: [...recordStatuses] },
          message: { type: 'string' },
        },
        required: ['idempotency_key', 'status'],
      },
    },
  },
  required: ['results'],
};
