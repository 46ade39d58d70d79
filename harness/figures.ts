/** A whole number as people read it: `1,160`. */
export function withCommas(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A share as people read it, aligned to the right: ` 12.5 %`. @param share from 0 to 1. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1).padStart(5)} %`;
}
