import type { ChunkReading, JsonObject } from '../chat';

/** Knows whether an answer of several choices has come to its end: one choice that is over proves nothing for the others. */
export interface FinishWatch {
  note(reading: ChunkReading): void;
  /** Every choice that was asked for has said why it ended. */
  isFinished(): boolean;
  /** Every choice that was begun has: enough when the bytes ended cleanly, for some providers know only one choice. */
  mayBeWhole(): boolean;
}

export function createFinishWatch(choices: number): FinishWatch {
  const begun = new Set<unknown>();
  const ended = new Set<unknown>();
  return {
    note({ chunk, finished }) {
      // The usual single choice costs nothing more than this.
      if (choices <= 1) {
        if (finished) ended.add(0);
        return;
      }
      const list: readonly (JsonObject | null)[] = Array.isArray(chunk.choices) ? chunk.choices : [];
      for (const choice of list) {
        begun.add(choice?.index);
        if (typeof choice?.finish_reason === 'string') ended.add(choice.index);
      }
    },
    isFinished: () => ended.size >= Math.max(1, choices),
    mayBeWhole: () => ended.size > 0 && ended.size >= begun.size,
  };
}
