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
