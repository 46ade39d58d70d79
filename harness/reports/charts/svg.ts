import { element, type Child, type Markup } from '../markup.ts';

/** A drawing that scales with the page, with a title and a description for who does not see it. */
export function drawing(
  { id, title, description }: { readonly id: string; readonly title: string; readonly description: string },
  width: number,
  height: number,
  ...shapes: readonly Child[]
): Markup {
  return element(
    'svg',
    {
      viewBox: `0 0 ${width} ${Math.round(height)}`,
      width,
      height: Math.round(height),
      role: 'img',
      'aria-labelledby': `${id}-title ${id}-description`,
    },
    element('title', { id: `${id}-title` }, title),
    element('desc', { id: `${id}-description` }, description),
    ...shapes,
  );
}

/** What a pointer that rests on a shape is told. */
export function hint(text: string): Markup {
  return element('title', {}, text);
}
