import { BrowserWindow, dialog } from 'electron';
import type { PersonalAct } from '../../shared/domain/personal-act';

const LONGEST_MS = 60_000;
const CANCEL = 0;
const AGREE = 1;
const IF_NOT_YOU = 'If you did not ask for this just now, another program did: choose Cancel.';

const WORDS: Readonly<Record<PersonalAct, { message: string; detail: string; button: string }>> = {
  make_backup: {
    message: 'Make a backup with all your keys?',
    detail: `Whoever has the file and its passphrase has every key. ${IF_NOT_YOU}`,
    button: 'Make backup',
  },
  choose_passphrase: {
    message: 'Guard the vault with a new passphrase instead of the keychain?',
    detail: `Whoever chose the passphrase can then open the vault, and take every key out with a backup. ${IF_NOT_YOU}`,
    button: 'Use the passphrase',
  },
};

/** A dialog of the system: neither the page in the window nor a program on the socket can press its buttons. */
export async function askPerson(act: PersonalAct): Promise<boolean> {
  const { button, ...words } = WORDS[act];
  const aborter = new AbortController();
  const timer = setTimeout(() => aborter.abort(), LONGEST_MS);
  const options = {
    ...words,
    type: 'warning' as const,
    title: 'SpiderGate',
    buttons: ['Cancel', button],
    defaultId: CANCEL,
    cancelId: CANCEL,
    noLink: true,
    signal: aborter.signal,
  };
  // Over our window where it can be seen, or the question could be hidden behind it.
  const window = BrowserWindow.getAllWindows().find((each) => each.isVisible() && !each.isMinimized());
  try {
    const { response } = await (window === undefined
      ? dialog.showMessageBox(options)
      : dialog.showMessageBox(window, options));
    return response === AGREE;
  } finally {
    clearTimeout(timer);
  }
}
