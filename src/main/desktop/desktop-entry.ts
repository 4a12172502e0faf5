/** The text of a `.desktop` file. Source: Desktop Entry Specification. */
export interface DesktopEntry {
  readonly command: readonly string[];
  /** After the command, as it is, e.g. `%u`: the address that is opened. */
  readonly field?: string;
  /** Lines of their own, e.g. `NoDisplay=true`. */
  readonly more: readonly string[];
}

export function writeDesktopEntry({ command, field, more }: DesktopEntry): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=SpiderGate',
    'Comment=One local address for every LLM account',
    `Exec=${[...command.map(quoteArgument), ...(field === undefined ? [] : [field])].join(' ')}`,
    'Terminal=false',
    ...more,
    '',
  ].join('\n');
}

/** Source: the same, "The Exec key": quoted first, then escaped as every string is. */
function quoteArgument(argument: string): string {
  const quoted = `"${argument.replace(/["`$\\]/g, '\\$&')}"`;
  const plain = /^[A-Za-z0-9_./:=@+,-]+$/.test(argument) ? argument : quoted;
  return plain.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('%', '%%');
}
