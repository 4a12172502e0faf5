import type { ServerResponse } from 'node:http';
import { SpiderGateError } from '../gateway/errors';
import type { Log } from '../log/types';
import type { EventHub } from '../services/types';

/** Wrong tokens a source may present before its refusals are slowed down. */
const FREE_FAILURES = 20;
/** One failure is forgotten in this time. */
const FORGET_MS = 15_000;
/** More than this are not remembered, so that a source is forgiven within ten minutes. */
const MOST_FAILURES = 60;
const STEP_MS = 100;
const LONGEST_DELAY_MS = 2_000;
/** Refusals that wait at the same time, from all sources; one more is refused at once. */
const MOST_WAITING = 64;
const MOST_SOURCES = 256;
const QUIET_MS = 5 * 60_000;

interface Source {
  level: number;
  at: number;
  toldAt: number;
}

export interface FailureBrakeParts {
  readonly events: EventHub;
  readonly log: Log;
  /** Milliseconds that never go back. */
  readonly monotonic: () => number;
}

export interface FailureBrake {
  /** After a wrong token: resolves when the refusal may go out, with another error where that is to go instead. */
  hold(response: ServerResponse): Promise<SpiderGateError | null>;
}

/**
 * Slows refusals down, never a right token. It keeps a broken tool or a guesser from keeping the core busy, and makes both
 * visible; what makes guessing hopeless is the length of the tokens. All of this computer counts as one source:
 * local programs can choose any address in 127.0.0.0/8.
 */
export function createFailureBrake(parts: FailureBrakeParts): FailureBrake {
  const sources = new Map<string, Source>();
  let waiting = 0;

  function count(address: string): number {
    const now = parts.monotonic();
    const source = sources.get(address) ?? { level: 0, at: now, toldAt: Number.NEGATIVE_INFINITY };
    const level = Math.max(0, source.level - (now - source.at) / FORGET_MS) + 1;
    source.level = Math.min(level, MOST_FAILURES);
    source.at = now;
    sources.delete(address);
    sources.set(address, source);
    if (sources.size > MOST_SOURCES) dropOldest(sources);
    if (source.level > FREE_FAILURES) tell(address, source, now);
    return source.level;
  }

  function tell(address: string, source: Source, now: number): void {
    if (now - source.toldAt < QUIET_MS) return;
    source.toldAt = now;
    const failures = Math.floor(source.level);
    parts.log.warn({ address, failures }, 'Many requests with a wrong token');
    parts.events.emit({ type: 'auth_failures', address, count: failures });
  }

  return {
    async hold(response) {
      const level = count(nameSource(response.socket?.remoteAddress));
      if (level <= FREE_FAILURES) return null;
      if (waiting >= MOST_WAITING) return tooMany();
      waiting += 1;
      await wait(response, Math.min(LONGEST_DELAY_MS, Math.ceil(level - FREE_FAILURES) * STEP_MS));
      waiting -= 1;
      return null;
    },
  };
}

function nameSource(address: string | undefined): string {
  const plain = address?.replace(/^::ffff:/, '') ?? 'unknown';
  return plain === '::1' || plain.startsWith('127.') ? 'this computer' : plain;
}

/** Until the time is over or the caller has gone. */
function wait(response: ServerResponse, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      response.off('close', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    response.once('close', done);
  });
}

function dropOldest(sources: Map<string, Source>): void {
  for (const address of sources.keys()) {
    sources.delete(address);
    return;
  }
}

function tooMany(): SpiderGateError {
  return new SpiderGateError(
    'rate_limit_exceeded',
    'Too many requests with a wrong token. Check the token this tool was given.',
    { headers: { 'retry-after': '2', 'retry-after-ms': String(LONGEST_DELAY_MS) } },
  );
}
