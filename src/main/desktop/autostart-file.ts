import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const FILE_NAME = 'spidergate.desktop';

/** The file by which Linux desktops start a program at login (XDG Autostart). */
export interface AutostartFile {
  exists(): boolean;
  write(command: readonly string[]): void;
  remove(): void;
}

/** `folder` as in `~/.config/autostart`. */
export function openAutostartFile(folder: string): AutostartFile {
  const file = path.join(folder, FILE_NAME);
  const read = (): string => {
    try {
      return readFileSync(file, 'utf8');
    } catch {
      return '';
    }
  };
  return {
    // Desktops switch an entry off without deleting it.
    exists: () => {
      const text = read();
      return text !== '' && !/^(?:Hidden=true|X-GNOME-Autostart-enabled=false)\s*$/m.test(text);
    },
    write(command) {
      const text = writeEntry(command);
      if (read() === text) return;
      mkdirSync(folder, { recursive: true });
      writeFileSync(file, text);
    },
    remove: () => rmSync(file, { force: true }),
  };
}

function writeEntry(command: readonly string[]): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=SpiderGate',
    'Comment=One local address for every LLM account',
    `Exec=${command.map(quoteArgument).join(' ')}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}

/** Source: Desktop Entry Specification, "The Exec key": quoted first, then escaped as every string is. */
function quoteArgument(argument: string): string {
  const quoted = `"${argument.replace(/["`$\\]/g, '\\$&')}"`;
  const plain = /^[A-Za-z0-9_./:=@+,-]+$/.test(argument) ? argument : quoted;
  return plain.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('%', '%%');
}
