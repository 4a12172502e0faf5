import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { AppOptions } from './app';

/** `sh -c` script: a Secret Service that is unlocked with a fixed password, then the app in its place. */
const SCRIPT = [
  'pid_file=$1; shift',
  'printf "%s" "keyring password" | gnome-keyring-daemon --unlock --components=secrets >/dev/null',
  'echo $$ > "$pid_file"',
  'exec "$@"',
].join('\n');

/** Runs the app in a D-Bus session of its own with a real keyring, which is kept below `home`. */
export function inKeyringSession(home: string): AppOptions {
  const pidFile = path.join(home, 'app.pid');
  return {
    home,
    pidFile,
    passphrase: null,
    env: { XDG_CURRENT_DESKTOP: 'GNOME', DBUS_SESSION_BUS_ADDRESS: undefined },
    wrap: (command, [...args]) => ({
      command: 'dbus-run-session',
      args: ['--', 'sh', '-c', SCRIPT, 'sh', pidFile, command, '--password-store=gnome-libsecret', ...args],
    }),
  };
}

/** The same for Playwright, which puts arguments of its own before ours: the session is begun by a script. */
export function inKeyringWindow(home: string): AppOptions {
  const { wrap, pidFile, ...options } = inKeyringSession(home);
  const script = path.join(home, 'in-keyring.sh');
  return {
    ...options,
    wrap(command, args) {
      const session = wrap?.(command, []) ?? { command, args: [] };
      const words = [session.command, ...session.args].map((word) => `'${word.replaceAll("'", "'\\''")}'`);
      writeFileSync(script, `#!/bin/sh\nexec ${words.join(' ')} "$@"\n`, { mode: 0o700 });
      return { command: script, args };
    },
  };
}
