import type { Command } from 'commander';

/** `spidergate keys` is `spidergate keys list`, and `requests --follow` is `requests list --follow`. */
export function insertDefaultCommand(args: readonly string[], program: Command): readonly string[] {
  const at = firstOperand(args);
  const group = program.commands.find((command) => command.name() === args[at]);
  if (!group?.commands.some((command) => command.name() === 'list')) return args;
  const next = args[at + 1];
  const isBare = next === undefined || (next.startsWith('-') && next !== '-h' && next !== '--help');
  return isBare ? [...args.slice(0, at + 1), 'list', ...args.slice(at + 1)] : args;
}

/** The program's own options may stand before the command. */
function firstOperand(args: readonly string[]): number {
  let at = 0;
  while (args[at]?.startsWith('-')) at += args[at] === '--data-dir' ? 2 : 1;
  return at;
}
