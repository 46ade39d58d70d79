/** Colours by what they are for, on a light ground. Those of series stay apart for colour-blind eyes (Okabe and Ito 2008). */
const light = {
  page: '#f3f5f8',
  paper: '#ffffff',
  raised: '#f3f5f8',
  ink: '#161a21',
  faint: '#525c6b',
  line: '#d5dbe4',
  accent: '#1f4fa3',
  good: '#0a6b4c',
  bad: '#ae231c',
  unsure: '#7f5300',
  c0: '#828b99',
  c1: '#0072b2',
  c2: '#d05a00',
  c3: '#00845f',
  c4: '#b0568f',
  c5: '#7a6a00',
  c6: '#6b4fb3',
  c7: '#2a86bd',
  c8: '#8c4a2f',
} as const;

export type Colours = Readonly<Record<keyof typeof light, string>>;

/** The same on a dark ground. */
const dark: Colours = {
  page: '#0e1217',
  paper: '#161b22',
  raised: '#1e252e',
  ink: '#e9ecf1',
  faint: '#a7b1bf',
  line: '#313b47',
  accent: '#8db8ff',
  good: '#5fd3a6',
  bad: '#ff9a8f',
  unsure: '#f0c267',
  c0: '#7c8694',
  c1: '#56b4e9',
  c2: '#f08a3c',
  c3: '#3fc9a0',
  c4: '#e090c2',
  c5: '#d8c24a',
  c6: '#b7a1f5',
  c7: '#9cc4ff',
  c8: '#d69a7f',
};

export const themes = { light, dark } as const;

/** The colours as style rules: by what the reader's system is set to, or by what was chosen on the page; paper is light. */
export function themeRules(): string {
  const of = (scheme: 'light' | 'dark'): string =>
    [
      `color-scheme:${scheme}`,
      ...Object.entries(themes[scheme]).map(([name, colour]) => `--${name}:${colour}`),
    ].join(';');
  return [
    `:root{${of('light')}}`,
    `@media screen and (prefers-color-scheme:dark){:root:not([data-theme=light]){${of('dark')}}}`,
    `@media screen{:root[data-theme=dark]{${of('dark')}}}`,
  ].join('\n');
}
