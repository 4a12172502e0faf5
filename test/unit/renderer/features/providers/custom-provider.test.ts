import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  readModelLines,
  suggestProviderId,
} from '../../../../../src/renderer/features/providers/custom-provider';
import { groupProviders } from '../../../../../src/renderer/features/providers/group-providers';
import { providerId } from '../../../../../src/shared/ipc/providers';
import { makeProvider } from '../../make-provider';

describe('suggestProviderId', () => {
  it.each([
    ['Büro Server 2', 'buro-server-2'],
    ['  vLLM (GPU) ', 'vllm-gpu'],
  ])('makes %s into %s', (name, id) => {
    expect(suggestProviderId(name)).toBe(id);
  });

  it('suggests either nothing or an id that main accepts', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        const id = suggestProviderId(name);
        expect(id === '' || providerId.safeParse(id).success).toBe(true);
      }),
    );
  });
});

describe('readModelLines', () => {
  it('takes each model once and no blank lines', () => {
    expect(readModelLines('a\n\n b , a\n').models).toEqual([{ id: 'a' }, { id: 'b' }]);
  });

  it('reads what a million tokens cost, however it is written', () => {
    const priced = { id: 'org/m-1', input_usd_per_million: 0.2, output_usd_per_million: 1 };
    for (const line of ['org/m-1 $0.20 / $1', 'org/m-1 0.2 1', 'org/m-1  $0.20/$1.00']) {
      expect(readModelLines(line).models).toEqual([priced]);
    }
  });

  it('tells a line with half a price instead of making a model of it', () => {
    expect(readModelLines('a\nb 0.2').unread).toBe('b 0.2');
    expect(readModelLines('b 0.2 cheap').unread).toBe('b 0.2 cheap');
  });
});

describe('groupProviders', () => {
  it('keeps an own provider without a key among those in use, where its delete button is looked for', () => {
    const groups = groupProviders([makeProvider({ id: 'office', kind: 'custom', custom: true })], '');
    expect(groups.map(({ group }) => group)).toEqual(['configured']);
  });

  it('leaves groups out that the search has emptied', () => {
    const all = [makeProvider({ id: 'groq', configured: true }), makeProvider({ id: 'google' })];
    expect(groupProviders(all, 'goo').map(({ group }) => group)).toEqual(['available']);
  });
});
