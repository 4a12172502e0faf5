import type { Command } from './command';

/** So many of each group, so that a thousand models do not bury the one page that was meant. */
const PER_GROUP = 6;
/** What is shown before anything is typed. */
const AT_FIRST: ReadonlySet<Command['group']> = new Set(['actions', 'pages']);

/** The commands a query means, best group first, best line of a group first. */
export function rankCommands(commands: readonly Command[], query: string): readonly Command[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return commands.filter((command) => AT_FIRST.has(command.group));
  const found = new Map<Command['group'], { readonly command: Command; readonly score: number }[]>();
  for (const command of commands) {
    const score = scoreOf(command, words);
    if (score === 0) continue;
    const others = found.get(command.group);
    if (others === undefined) found.set(command.group, [{ command, score }]);
    else others.push({ command, score });
  }
  const groups = [...found.values()].map((lines) =>
    lines.sort((one, other) => other.score - one.score).slice(0, PER_GROUP),
  );
  // Sorting is stable: groups that fit equally well keep the order in which they were given.
  groups.sort((one, other) => (other[0]?.score ?? 0) - (one[0]?.score ?? 0));
  return groups.flatMap((lines) => lines.map(({ command }) => command));
}

/** Every word must be found; a label counts more than other words, its beginning most. 0: does not fit. */
function scoreOf({ label, keywords = '' }: Command, words: readonly string[]): number {
  let total = 0;
  for (const word of words) {
    const score = Math.max(scoreIn(label, word) * 2, scoreIn(keywords, word));
    if (score === 0) return 0;
    total += score;
  }
  return total / words.length;
}

function scoreIn(text: string, word: string): number {
  const low = text.toLowerCase();
  const at = low.indexOf(word);
  if (at === 0) return 4;
  if (at > 0) return isWordStart(low, at) ? 3 : 2;
  // `gptoss` finds `gpt-oss`.
  const bare = word.replaceAll(/[^\p{L}\p{N}]/gu, '');
  return bare.length > 2 && low.replaceAll(/[^\p{L}\p{N}]/gu, '').includes(bare) ? 1 : 0;
}

function isWordStart(text: string, at: number): boolean {
  return !/[\p{L}\p{N}]/u.test(text.charAt(at - 1));
}
