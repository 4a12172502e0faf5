import { Pool } from 'undici';
import type { Pace, Target } from '../jobs.ts';

const MOST_CONNECTIONS = 512;
const TOKEN = /tok(\d+)@(\d+)\./g;
const SENTENCE = 'Summarise the following paragraph in one sentence. ';

export type Exchange =
  | { readonly ok: true; readonly ms: number; readonly text: string }
  | { readonly ok: false; readonly failure: string };

/** Sends requests to the targets over connections that stay open. */
export interface Caller {
  /** A plain completion; `body` from `makeBody`. */
  call(target: Target, body: string): Promise<Exchange>;
  /** `onPiece` hears every piece as it arrives. */
  stream(target: Target, body: string, onPiece: (piece: string) => void): Promise<Exchange>;
  close(): Promise<void>;
}

export function createCaller(): Caller {
  const pools = new Map<string, Pool>();
  const poolOf = ({ origin }: Target): Pool => {
    const pool =
      pools.get(origin) ?? new Pool(origin, { connections: MOST_CONNECTIONS, keepAliveTimeout: 300_000 });
    pools.set(origin, pool);
    return pool;
  };
  return {
    call: (target, body) => exchange(poolOf(target), target, body, null),
    stream: (target, body, onPiece) => exchange(poolOf(target), target, body, onPiece),
    close: async () => {
      await Promise.all([...pools.values()].map((pool) => pool.close()));
    },
  };
}

export function makeBody(target: Target, promptBytes: number): string {
  const content = SENTENCE.repeat(Math.ceil(promptBytes / SENTENCE.length)).slice(0, promptBytes);
  return bodyOf(target, false, content);
}

function makeStreamBody(target: Target, { tokens, everyMs }: Pace): string {
  return bodyOf(target, true, `Answer at pace:${tokens}x${everyMs}ms, please.`);
}

function bodyOf({ model }: Target, stream: boolean, content: string): string {
  const messages = [
    { role: 'system', content: 'You are a terse assistant.' },
    { role: 'user', content },
  ];
  return JSON.stringify({ model, stream, messages });
}

function exchange(
  pool: Pool,
  target: Target,
  body: string,
  onPiece: ((piece: string) => void) | null,
): Promise<Exchange> {
  const headers = {
    'content-type': 'application/json',
    authorization: `Bearer ${target.token}`,
    ...target.headers,
  };
  const began = performance.now();
  return new Promise((resolve) => {
    let status = 0;
    let text = '';
    const fail = (what: string) => resolve({ ok: false, failure: `${target.name}: ${what}` });
    pool.dispatch(
      { method: 'POST', path: '/v1/chat/completions', headers, body },
      {
        onRequestStart: () => undefined,
        onResponseStart: (_controller, statusCode) => {
          status = statusCode;
        },
        onResponseData: (_controller, piece) => {
          const heard = piece.toString('latin1');
          onPiece?.(heard);
          text += heard;
        },
        onResponseEnd: () => {
          const ms = performance.now() - began;
          const isWhole = text.includes('tok0') && (onPiece === null || text.includes('[DONE]'));
          if (status === 200 && isWhole) resolve({ ok: true, ms, text });
          else fail(`${status} ${text.slice(0, 300)}`);
        },
        onResponseError: (_controller, error) => fail(error.message),
      },
    );
  });
}

export interface TokenArrivals {
  readonly firstTokenMs: number;
  readonly gaps: readonly number[];
  readonly delays: readonly number[];
  /** Tokens that came in their place. */
  readonly inOrder: number;
}

/** Reads one stream and notes when each token came. */
export async function readStream(
  caller: Caller,
  target: Target,
  pace: Pace,
): Promise<{ readonly exchange: Exchange; readonly arrivals: TokenArrivals }> {
  const began = performance.now();
  const gaps: number[] = [];
  const delays: number[] = [];
  let firstTokenMs = Number.NaN;
  let lastAt = 0;
  let expected = 0;
  let rest = '';
  const exchanged = await caller.stream(target, makeStreamBody(target, pace), (piece) => {
    const now = performance.now();
    const nowUs = Number(process.hrtime.bigint() / 1000n);
    const heard = rest + piece;
    let end = 0;
    for (const match of heard.matchAll(TOKEN)) {
      if (lastAt === 0) firstTokenMs = now - began;
      else gaps.push(now - lastAt);
      lastAt = now;
      delays.push((nowUs - Number(match[2])) / 1000);
      if (Number(match[1]) === expected) expected += 1;
      end = match.index + match[0].length;
    }
    rest = heard.slice(end);
  });
  return { exchange: exchanged, arrivals: { firstTokenMs, gaps, delays, inOrder: expected } };
}
