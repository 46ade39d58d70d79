import { casesSection } from './casesSection.ts';
import { claimsSection } from './claimsSection.ts';
import { coverageSection } from './coverageSection.ts';
import { lintSection } from './lintSection.ts';
import { packsSection } from './packsSection.ts';
import type { SectionCheck } from './section.ts';

/** The parts of a check, in the order they are told. A new one is a file beside this one and a line here. */
export const sectionChecks: readonly SectionCheck[] = [
  packsSection,
  lintSection,
  casesSection,
  coverageSection,
  claimsSection,
];
