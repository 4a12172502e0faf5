import { spawnSync } from 'node:child_process';

/**
 * On Linux, lets the kernel send SIGTERM to a child when this process dies in a way that runs no clean-up (kill -9).
 * @returns {string[]} command and arguments to spawn
 */
export function dieWithParent(command, args) {
  return canSetSignal() ? ['setpriv', '--pdeathsig', 'TERM', command, ...args] : [command, ...args];
}

let answer;
function canSetSignal() {
  answer ??=
    process.platform === 'linux' && spawnSync('setpriv', ['--pdeathsig', 'TERM', 'true']).status === 0;
  return answer;
}
