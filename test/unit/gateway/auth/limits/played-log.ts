import type { RequestLog } from '../../../../../src/main/gateway/ports';
import type { KeyAmount } from '../../../../../src/main/gateway/types';
import { createFakeSpendBook } from '../../../../support/fake-spend-book';

export const NOW = Date.UTC(2026, 10, 18);

type Line =
  | { readonly kind: 'start'; readonly id: string; readonly amount: number }
  | { readonly kind: 'reserve'; readonly id: string; readonly amount: number; readonly keyAmounts: Keys }
  | { readonly kind: 'end'; readonly id: string; readonly booked: number; readonly keyAmounts: Keys };
type Keys = readonly KeyAmount[];

/** The journal as far as budgets go, of one token `t`: what is not flushed may be lost with the process. */
export function createPlayedLog() {
  let spendBook = createFakeSpendBook();
  let lines: Line[] = [];
  let durable = 0;
  const book = (amount: number, keyAmounts: Keys) => {
    spendBook.book('token', 't', NOW, amount);
    for (const part of keyAmounts) spendBook.book('key', part.keyId, NOW, part.amount);
  };
  const log: RequestLog = {
    start: ({ id, reserved }) => void lines.push({ kind: 'start', id, amount: reserved }),
    reserve(id, amount, keyAmounts) {
      const hasEnded = lines.some((line) => line.kind === 'end' && line.id === id);
      if (!hasEnded) lines.push({ kind: 'reserve', id, amount, keyAmounts });
    },
    attempt: () => {},
    flush: () => {
      durable = lines.length;
    },
    finish(id, { booked, keyAmounts }) {
      lines.push({ kind: 'end', id, booked, keyAmounts });
      book(booked, keyAmounts);
      return null;
    },
  };
  return {
    log,
    spendBook: {
      spent: (...of: Parameters<typeof spendBook.spent>) => spendBook.spent(...of),
      recentStarts: () => [],
    },
    /** What the next run finds: `lost` lines fewer, where they had not been flushed. */
    crash(lost: number): void {
      const kept = lines.slice(0, Math.max(durable, lines.length - lost));
      const running = new Map<string, { amount: number; keyAmounts: Keys }>();
      const ended: Extract<Line, { kind: 'end' }>[] = [];
      for (const line of kept) {
        if (line.kind === 'start') running.set(line.id, { amount: line.amount, keyAmounts: [] });
        else if (line.kind === 'reserve') running.set(line.id, line);
        else {
          running.delete(line.id);
          ended.push(line);
        }
      }
      lines = [
        ...ended,
        ...[...running].map(([id, { amount, keyAmounts }]) => toEnd(id, amount, keyAmounts)),
      ];
      durable = lines.length;
      spendBook = createFakeSpendBook();
      for (const line of lines) if (line.kind === 'end') book(line.booked, line.keyAmounts);
    },
  };
}

/** As the log books what was cut off. */
function toEnd(id: string, booked: number, keyAmounts: Keys): Line {
  return { kind: 'end', id, booked, keyAmounts };
}
