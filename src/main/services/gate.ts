import type { Clock, GatewaySwitch } from '../gateway/ports';
import type { SettingTable } from '../storage/types';

/** `true`, `false`, or the epoch milliseconds until which it is paused. */
const PAUSED_SETTING = 'gateway.paused';
/** Timers stand still while the computer sleeps; the clock on the wall is looked at this often. */
const LOOK_MS = 30_000;

/** Whether the gateway takes requests. A pause survives a restart, and so does its end. */
export interface Gate extends GatewaySwitch {
  /** Epoch milliseconds; `null`: it is not paused, or until somebody resumes. */
  pausedUntil(): number | null;
  /** `null`: until `resume`. */
  pause(until: number | null): void;
  resume(): void;
  beginShutdown(): void;
  dispose(): void;
}

interface GateParts {
  readonly settings: SettingTable;
  readonly clock: Pick<Clock, 'now' | 'after'>;
  /** A timed pause is over. */
  readonly onOver: () => void;
}

export function createGate({ settings, clock, onOver }: GateParts): Gate {
  let until = readUntil(settings.get(PAUSED_SETTING));
  let shuttingDown = false;
  let cancel: (() => void) | null = null;

  function set(next: number | null): void {
    cancel?.();
    cancel = null;
    if (next !== until) settings.set(PAUSED_SETTING, writeUntil(next));
    until = next;
    watch();
  }

  function watch(): void {
    if (until === null || until === Number.POSITIVE_INFINITY) return;
    const left = Math.max(0, until - clock.now());
    cancel = clock.after(Math.min(left, LOOK_MS), () => {
      cancel = null;
      if (until === null || clock.now() < until) return watch();
      set(null);
      onOver();
    });
  }

  watch();
  // On the way of every request: the clock is asked only while it is paused.
  const isPaused = () => until !== null && clock.now() < until;
  return {
    isPaused,
    isShuttingDown: () => shuttingDown,
    pausedUntil: () => (isPaused() && until !== Number.POSITIVE_INFINITY ? until : null),
    pause: (end) => set(end ?? Number.POSITIVE_INFINITY),
    resume: () => set(null),
    beginShutdown() {
      shuttingDown = true;
    },
    dispose: () => cancel?.(),
  };
}

/** `null`: not paused. */
function readUntil(text: string | null): number | null {
  if (text === 'true') return Number.POSITIVE_INFINITY;
  const until = text === null || text === 'false' ? Number.NaN : Number(text);
  return Number.isFinite(until) ? until : null;
}

function writeUntil(until: number | null): string {
  if (until === null) return 'false';
  return until === Number.POSITIVE_INFINITY ? 'true' : String(until);
}
