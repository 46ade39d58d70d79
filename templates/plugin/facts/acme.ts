import type { Answer, Asked } from 'signalbox/contract';

/** A CRM that stands in for the real one: it knows the customers of some conversations. */
export class Acme {
  readonly customers = new Map<string, { readonly customerClass: string }>();
  /** How often it was asked. */
  asked = 0;
  /** Answers so until it is undefined. */
  refusal: Answer | undefined;

  readonly answer = ({ path }: Asked): Answer => {
    this.asked++;
    if (this.refusal !== undefined) return this.refusal;
    const customer = this.customers.get(decodeURIComponent(path.slice(1)));
    return customer === undefined ? { status: 404 } : { status: 200, body: customer };
  };
}
