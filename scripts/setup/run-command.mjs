import { spawn } from 'node:child_process';
import { projectDir } from './paths.mjs';

/**
 * Runs a command quietly and keeps what it printed.
 * Never throws: an absent command and a time-out are answers too (code 127, 124).
 * @returns {Promise<{code: number, output: string}>}
 */
export function runCommand(command, args, { cwd = projectDir, env = process.env, timeoutMs } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...env, NO_COLOR: '1', FORCE_COLOR: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: timeoutMs,
    });
    const chunks = [];
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.stderr.on('data', (chunk) => chunks.push(chunk));
    const output = () => Buffer.concat(chunks).toString('utf8');
    child.on('error', (error) => resolve({ code: 127, output: `${output()}${error.message}\n` }));
    child.on('close', (code) => resolve({ code: code ?? 124, output: output() }));
  });
}

/** The last lines of a log, indented: enough to see why, not so much that the advice scrolls away. */
export function tail(output, lines = 20) {
  return output
    .trimEnd()
    .split('\n')
    .slice(-lines)
    .map((line) => `  ${line}`)
    .join('\n');
}
