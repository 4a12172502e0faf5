import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { addDefaultApplication, isDefaultApplication, removeDefaultApplication } from './default-application';
import { writeDesktopEntry } from './desktop-entry';
import { LINK_SCHEME } from './reply-link';

const FILE_NAME = 'spidergate-links.desktop';
const CHOICE = { type: `x-scheme-handler/${LINK_SCHEME}`, application: FILE_NAME };

/** The file by which Linux desktops open `spidergate://` links with this program. */
export interface LinkFile {
  /** Absolute. */
  readonly file: string;
  /** Whether links are opened with just this command. */
  isFor(command: readonly string[]): boolean;
  write(command: readonly string[]): void;
  remove(): void;
}

interface Places {
  /** As in `~/.local/share`. */
  readonly dataHome: string;
  /** As in `~/.config`. */
  readonly configHome: string;
}

export function openLinkFile({ dataHome, configHome }: Places): LinkFile {
  const folder = path.join(dataHome, 'applications');
  const file = path.join(folder, FILE_NAME);
  const listFile = path.join(configHome, 'mimeapps.list');

  function keepList(before: string, after: string): void {
    if (after === before) return;
    mkdirSync(configHome, { recursive: true });
    if (after === '') rmSync(listFile, { force: true });
    else writeFileSync(listFile, after);
  }

  return {
    file,
    isFor: (command) => read(file) === writeEntry(command) && isDefaultApplication(read(listFile), CHOICE),
    write(command) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(file, writeEntry(command));
      const list = read(listFile);
      if (!isDefaultApplication(list, CHOICE)) keepList(list, addDefaultApplication(list, CHOICE));
    },
    remove() {
      const list = read(listFile);
      keepList(list, removeDefaultApplication(list, CHOICE));
      rmSync(file, { force: true });
    },
  };
}

function writeEntry(command: readonly string[]): string {
  // Not for menus: without a link it opens nothing new.
  return writeDesktopEntry({
    command,
    field: '%u',
    more: ['NoDisplay=true', `MimeType=${CHOICE.type};`],
  });
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
