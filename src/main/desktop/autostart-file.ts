import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { writeDesktopEntry } from './desktop-entry';

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
      const text = writeDesktopEntry({ command, more: ['X-GNOME-Autostart-enabled=true'] });
      if (read() === text) return;
      mkdirSync(folder, { recursive: true });
      writeFileSync(file, text);
    },
    remove: () => rmSync(file, { force: true }),
  };
}
