import { z } from 'zod';
import type { SettingTable } from '../../storage/types';

const STORED = 'recording.tokens';
const tokenIds = z.array(z.string()).catch([]);

/** Whose requests are to be kept. The next one is forgotten with the program: nobody should be surprised by it days later. */
export interface RecordingChoice {
  readonly next: boolean;
  tokens(): readonly string[];
  has(tokenId: string | null): boolean;
  setNext(isOn: boolean): void;
  setToken(tokenId: string, isOn: boolean): void;
}

export function createRecordingChoice(
  settings: SettingTable,
  isToken: (id: string) => boolean,
): RecordingChoice {
  const tokens = new Set(readStored(settings.get(STORED)));
  let next = false;
  return {
    get next() {
      return next;
    },
    tokens: () => [...tokens].filter(isToken),
    has: (tokenId) => next || (tokenId !== null && tokens.size > 0 && tokens.has(tokenId)),
    setNext(isOn) {
      next = isOn;
    },
    setToken(tokenId, isOn) {
      if (isOn) tokens.add(tokenId);
      else tokens.delete(tokenId);
      settings.set(STORED, JSON.stringify([...tokens].filter(isToken)));
    },
  };
}

function readStored(text: string | null): readonly string[] {
  try {
    return tokenIds.parse(JSON.parse(text ?? '[]'));
  } catch {
    return [];
  }
}
