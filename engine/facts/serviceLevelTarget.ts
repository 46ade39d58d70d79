/** A promise: `percent` of conversations answered within `seconds`. */
export interface ServiceLevelTarget {
  /** 1 to 100. */
  readonly percent: number;
  /** 1 to 86,400. */
  readonly seconds: number;
}

/** Reads `80/20`; undefined when it is malformed. One spelling only, so that equal targets are equal text. */
export function parseServiceLevelTarget(text: string): ServiceLevelTarget | undefined {
  const match = /^([1-9]\d{0,2})\/([1-9]\d{0,4})$/.exec(text);
  if (match === null) return undefined;
  const [percent, seconds] = [Number(match[1]), Number(match[2])];
  return percent <= 100 && seconds <= 86_400 ? { percent, seconds } : undefined;
}
