/** Reads a decimal number strictly: no hexadecimal, no separators of thousands, no infinity. Exponents are allowed. */
export function parseDecimal(text: string): number | undefined {
  if (!/^[+-]?\d+(\.\d+)?([eE][+-]?\d{1,3})?$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}
