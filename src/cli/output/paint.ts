import { styleText } from 'node:util';
import type { Paint } from './table';

const COLOURS: readonly (readonly [RegExp, 'green' | 'yellow' | 'red'])[] = [
  [/^(?:ok|healthy|running|active|unlocked|allowed)$/, 'green'],
  [/^(?:degraded|paused|locked|aborted|interrupted|unavailable|warn)$/, 'yellow'],
  [/^(?:error|failed|unhealthy|refused)$/, 'red'],
];

/** Colours only on a terminal that has them and a person who wants them (no-color.org). */
export function createPaint(
  stream: { readonly isTTY?: boolean },
  env: Readonly<Record<string, string | undefined>>,
): Paint {
  const isWanted = stream.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb';
  if (!isWanted) return { heading: (text) => text, word: (text) => text };
  const draw = (style: 'bold' | 'green' | 'yellow' | 'red', text: string) =>
    styleText(style, text, { validateStream: false });
  return {
    heading: (text) => (text === '' ? '' : draw('bold', text)),
    word(text) {
      const style = COLOURS.find(([form]) => form.test(text))?.[1];
      return style ? draw(style, text) : text;
    },
  };
}
