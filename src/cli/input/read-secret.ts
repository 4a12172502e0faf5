import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { interrupted, misused } from '../failures';

/** No key and no passphrase is longer. */
const LONGEST_SECRET = 64 * 1024;

type Input = NodeJS.ReadStream;

export interface SecretReader {
  /** From a pipe, or typed without being shown. `label` is what it is called in the prompt. */
  read(label: string): Promise<string>;
  /** As `read`; on a terminal it is asked for twice. */
  readNew(label: string): Promise<string>;
  /** One that exists and a new one; from a pipe, each on a line of its own. */
  readBoth(label: string, newLabel: string): Promise<readonly [string, string]>;
}

export interface SecretSource {
  readonly stdin: Input;
  /** Prompts go here: standard output belongs to the answer. */
  readonly stderr: NodeJS.WritableStream;
}

/** Secrets come from standard input only: other programs can read arguments, and shells keep them. */
export function createSecretReader({ stdin, stderr }: SecretSource): SecretReader {
  const read = async (label: string) => {
    const text = stdin.isTTY ? await prompt(`${label}: `, { stdin, stderr }) : await readLine(stdin);
    if (text === '')
      throw misused(`No ${label} came from standard input: pipe it in, or run this in a terminal.`);
    return text;
  };
  const readNew = async (label: string) => {
    const first = await read(label);
    if (!stdin.isTTY || (await read(`${label} again`)) === first) return first;
    throw misused('The two are not the same.');
  };
  return {
    read,
    readNew,
    async readBoth(label, newLabel) {
      if (stdin.isTTY) return [await read(label), await readNew(newLabel)];
      const [first = '', second = '', ...more] = (await readLine(stdin)).split(/\r?\n/);
      if (first !== '' && second !== '' && more.length === 0) return [first, second];
      throw misused(`Two lines are needed on standard input: the ${label}, then the ${newLabel}.`);
    },
  };
}

/** Everything that is piped in, without the line's end that `echo` adds. */
async function readLine(stdin: Input): Promise<string> {
  let text = '';
  stdin.setEncoding('utf8');
  for await (const piece of stdin) {
    text += String(piece);
    if (text.length > LONGEST_SECRET)
      throw misused('What came from standard input is too long for a secret.');
  }
  return text.replace(/\r?\n$/, '');
}

function prompt(question: string, { stdin, stderr }: SecretSource): Promise<string> {
  stderr.write(question);
  // Readline draws what is typed on its output, so that goes nowhere.
  const nowhere = new Writable({ write: (_piece, _encoding, done) => done() });
  const lines = createInterface({ input: stdin, output: nowhere, terminal: true });
  return new Promise<string>((resolve, reject) => {
    lines.once('line', resolve);
    lines.once('SIGINT', () => reject(interrupted()));
    lines.once('close', () => resolve(''));
  }).finally(() => {
    lines.close();
    stderr.write('\n');
  });
}
